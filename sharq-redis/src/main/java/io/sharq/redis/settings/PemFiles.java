package io.sharq.redis.settings;

import io.sharq.api.InvalidValueException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The certificates of a connection with TLS, from PEM files. */
final class PemFiles {
    private PemFiles() {}

    /** Checks that a file can be read, so that a wrong path is told by the key that has it. */
    static String readable(String field, String path) {
        try {
            if (Files.isReadable(Path.of(path)) && !Files.isDirectory(Path.of(path))) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new InvalidValueException(field, "It is not a path.", e);
        }
        throw new InvalidValueException(field, "The file " + path + " cannot be read.");
    }
}
