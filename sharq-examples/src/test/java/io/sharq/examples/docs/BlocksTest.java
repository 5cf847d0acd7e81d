package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * No block of a page escapes a check. The word behind its fence says which one:
 *
 * <ul>
 *   <li>{@code java} is word for word a region of a class of this module that a test runs, or a whole program;
 *   <li>{@code console} is run against a server by {@link ConsoleBlocksTest};
 *   <li>{@code ini} starts a server in {@link ConfigurationBlocksTest};
 *   <li>{@code xml} is a dependency on a module of this build in its version;
 *   <li>{@code sh} is for the reader's shell: what it names of this repository exists;
 *   <li>{@code acl} is used by the tests of {@code sharq-redis};
 *   <li>{@code mermaid} is a picture, and {@code text} is a picture or an output: neither holds a command or a program.
 * </ul>
 */
class BlocksTest {
    private static final Set<String> LANGUAGES =
            Set.of("java", "console", "ini", "xml", "sh", "acl", "mermaid", "text");
    private static final Pattern CODE =
            Pattern.compile("(?m)^\\s*(\\$ |curl |bin/|\\./mvnw|redis-|\\[[a-z-]+]$|import |<dependency>|.*;$|.*\\{$)");

    /** A page may quote a test that the kit prints; the kit's own tests hold that text. */
    private static final String PASTED = "To repeat it, paste this into the test's class";

    @Test
    void everyBlockSaysWhatItIs() {
        assertThat(Page.all().stream().flatMap(page -> page.blocks().stream()))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(LANGUAGES)
                        .as(block.place() + ": the word behind the fence")
                        .contains(block.language()));
    }

    /** Markdown takes an indented paragraph for code, and no word could say of which language. */
    @Test
    void noBlockIsMadeByIndentation() {
        List<String> found = new ArrayList<>();
        for (Page page : Page.all()) {
            List<String> prose = page.prose();
            for (int i = 1; i < prose.size(); i++) {
                if (prose.get(i).startsWith("    ") && prose.get(i - 1).isBlank()) {
                    found.add(page.name() + ":" + (i + 1));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyJavaBlockIsARegionThatATestRuns() {
        Set<String> known = new java.util.HashSet<>();
        Region.all().forEach(region -> known.add(region.text()));
        Region.programs().forEach(region -> known.add(region.text()));

        assertThat(Page.blocks("java"))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(known)
                        .as(block.place() + " is no region, word for word:\n" + block.text())
                        .contains(block.text()));
    }

    @Test
    void everyRegionIsRunAndShown() {
        Set<String> shown = Page.blocks("java").stream().map(Block::text).collect(Collectors.toSet());

        assertThat(Region.all())
                .isNotEmpty()
                .allSatisfy(region -> assertThat(shown)
                        .as("no page shows " + region + ":\n" + region.text())
                        .contains(region.text()))
                .allSatisfy(region -> assertThat(region.file().toString())
                        .as("its class is a test, so that it is run")
                        .endsWith("Test.java"));
    }

    @Test
    void everyDependencyIsAModuleOfThisVersion() {
        assertThat(Page.blocks("xml")).isNotEmpty().allSatisfy(block -> {
            String artifact = Texts.between(block.text(), "<artifactId>", "</artifactId>");
            assertThat(Page.REPOSITORY.resolve(artifact).resolve("pom.xml"))
                    .as(block.place())
                    .exists();
            assertThat(Texts.between(block.text(), "<groupId>", "</groupId>")).isEqualTo("io.sharq");
            assertThat(Texts.between(block.text(), "<version>", "</version>")).isEqualTo(version());
        });
    }

    @Test
    void picturesAndOutputsHoldNoProgram() {
        assertThat(Page.blocks("text", "mermaid"))
                .filteredOn(block ->
                        !block.text().contains(PASTED) && !block.language().equals("mermaid"))
                .allSatisfy(block -> assertThat(CODE.matcher(block.text()).find())
                        .as(block.place() + " holds something that should be checked:\n" + block.text())
                        .isFalse());
        assertThat(Page.blocks("mermaid"))
                .allSatisfy(block -> assertThat(block.text())
                        .as(block.place())
                        .containsPattern("^(flowchart|sequenceDiagram|stateDiagram-v2)"));
    }

    @Test
    void everyDecisionHasItsNumberAndItsParts() throws Exception {
        try (var files = Files.list(Page.REPOSITORY.resolve("docs/adr"))) {
            List<Path> decisions = files.sorted().toList();
            for (int i = 0; i < decisions.size(); i++) {
                assertThat(decisions.get(i).getFileName().toString()).startsWith("%04d-".formatted(i + 1));
                assertThat(Files.readString(decisions.get(i)))
                        .contains("**Context.**", "**Decision.**", "**Consequences.**");
            }
        }
    }

    private static String version() throws AssertionError {
        return Texts.between(Texts.read(Page.REPOSITORY.resolve("pom.xml")), "<version>", "</version>");
    }
}
