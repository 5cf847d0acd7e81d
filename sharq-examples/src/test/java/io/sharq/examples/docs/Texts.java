package io.sharq.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads parts of texts. */
final class Texts {
    private Texts() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands between the first occurrence of one text and the next of another. */
    static String between(String text, String before, String after) {
        int begin = text.indexOf(before);
        int end = text.indexOf(after, begin);
        if (begin < 0 || end < 0) {
            throw new IllegalArgumentException("no " + before + "…" + after + " in " + text);
        }
        return text.substring(begin + before.length(), end);
    }
}
