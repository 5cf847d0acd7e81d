package io.sharq.redis.settings;

import io.sharq.api.InvalidValueException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Checks the PEM files with the certificates of a TLS connection. */
final class PemFiles {
    private PemFiles() {}

    /** Checks that a file can be read, so that an error names the key with the wrong path. */
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
