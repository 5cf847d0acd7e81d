package io.sharq.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a Java source between {@code // region NAME} and {@code // endregion}, which a page may show.
 *
 * @param file the source
 * @param name its name
 * @param text its lines without their common indentation, each ended
 */
record Region(Path file, String name, String text) {
    /** The examples, and the example on Spring Boot, which has a class path of its own. */
    private static final List<Path> SOURCES =
            List.of(Path.of("src").toAbsolutePath(), Page.REPOSITORY.resolve("spring-boot/example/src"));

    private static final String BEGIN = "// region ";
    private static final String END = "// endregion";

    /** The regions of the examples and of their tests. */
    static List<Region> all() {
        return sources().stream().flatMap(file -> of(file).stream()).toList();
    }

    /** The examples that are whole programs: each source without its package. */
    static List<Region> programs() {
        return sources().stream()
                .filter(file -> SOURCES.stream().anyMatch(sources -> file.startsWith(sources.resolve("main"))))
                .map(file -> new Region(file, "all of it", afterPackage(file)))
                .toList();
    }

    @Override
    public String toString() {
        return Page.REPOSITORY.relativize(file) + ", region " + name;
    }

    private static List<Path> sources() {
        return SOURCES.stream().flatMap(folder -> sources(folder).stream()).toList();
    }

    private static List<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Region> of(Path file) {
        List<Region> regions = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(BEGIN)) {
                int first = i + 1;
                while (!lines.get(i).strip().equals(END)) {
                    i++;
                }
                String name = lines.get(first - 1).strip().substring(BEGIN.length());
                regions.add(new Region(
                        file, name, String.join("\n", lines.subList(first, i)).stripIndent() + "\n"));
            }
        }
        return regions;
    }

    private static String afterPackage(Path file) {
        List<String> lines = lines(file);
        int first = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("package "))
                .findFirst()
                .orElseThrow());
        return String.join("\n", lines.subList(first + 1, lines.size())).strip() + "\n";
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
