package io.sharq.tck.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of the model and of the rules that it stands on, as it lies in this checkout. */
final class Sources {
    private static final Path MODEL = Path.of("src/main/java/io/sharq/tck");
    private static final Path RULES = Path.of("../sharq-core/src/main/java/io/sharq");

    private Sources() {}

    /** The text of a file such as {@code model/LeaseChanges}. */
    static String read(String file) {
        Path root = file.startsWith("rules/") ? RULES : MODEL;
        try {
            return Files.readString(root.resolve(file + ".java"));
        } catch (IOException e) {
            throw new AssertionError("the sources of " + file + " must lie beside the tests", e);
        }
    }

    /** The class that is made of it. */
    static String className(String file) {
        return (file.startsWith("rules/") ? "io.sharq." : "io.sharq.tck.") + file.replace('/', '.');
    }
}
