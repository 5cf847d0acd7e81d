package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The classes and scripts that the page on the architecture and the map of the code name exist. */
class ArchitecturePageTest {
    private static final Page PAGE = Page.read(Page.REPOSITORY.resolve("docs/architecture.md"));
    private static final Pattern CLASS = Pattern.compile("`([A-Z]+[a-z]\\w*)`");
    private static final Set<String> OF_THE_JDK = Set.of("Duration", "ServiceLoader");
    private static final Pattern SCRIPT = Pattern.compile("`(\\w+\\.lua)`");
    private static final Pattern PACKAGE = Pattern.compile("`(io(?:\\.\\w+)+)`");
    private static final Pattern WALK = Pattern.compile("(?s)### (One [^:\\n]+): (\\d+) classes\\n(.*?)(?=\\n##|\\z)");

    @Test
    void everyClassAndScriptExists() throws IOException {
        Set<String> files = mainSources();
        String text = String.join("\n", PAGE.prose());

        assertThat(classes(text))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(files).contains(name + ".java"));
        assertThat(names(SCRIPT, text))
                .isNotEmpty()
                .allSatisfy(script -> assertThat(files).contains(script));
    }

    @Test
    void everyWalkCountsItsClasses() {
        List<MatchResult> walks =
                WALK.matcher(String.join("\n", PAGE.lines())).results().toList();

        assertThat(walks)
                .hasSize(3)
                .allSatisfy(walk ->
                        assertThat(classes(walk.group(3))).as(walk.group(1)).hasSize(Integer.parseInt(walk.group(2))));
    }

    @Test
    void everyPackageOfTheMapExists() throws IOException {
        String map = Texts.read(Page.REPOSITORY.resolve("CONTRIBUTING.md"));
        Set<String> packages;
        try (Stream<Path> files = Files.walk(Page.REPOSITORY)) {
            packages = files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> Page.REPOSITORY.relativize(file.getParent()).toString())
                    .filter(folder -> folder.contains("src/main/java/"))
                    .map(folder -> folder.substring(folder.indexOf("java/") + 5).replace('/', '.'))
                    .collect(Collectors.toSet());
        }

        assertThat(packages).containsAll(names(PACKAGE, map));
    }

    private static Set<String> classes(String text) {
        Set<String> classes = names(CLASS, text);
        classes.removeAll(OF_THE_JDK);
        return classes;
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> mainSources() throws IOException {
        try (Stream<Path> files = Files.walk(Page.REPOSITORY)) {
            return files.filter(file -> file.toString().contains("src/main/"))
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }
}
