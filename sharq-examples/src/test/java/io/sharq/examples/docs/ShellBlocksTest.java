package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a {@code sh} block names of this repository exists: commands, modules, tests, profiles and files. Such blocks build,
 * measure or run for hours, so they are not run here.
 */
class ShellBlocksTest {
    private static final List<Block> BLOCKS = Page.blocks("sh");
    private static final Set<String> PROGRAMS = Set.of(
            "redis-server",
            "redis-cli",
            "wrk",
            "java",
            "time",
            "for",
            "mkdir",
            "done",
            "git",
            "timeout",
            "systemd-run",
            "openssl",
            "export",
            "htpasswd",
            "curl");

    @Test
    void everyCommandIsHereOrWellKnown() {
        assertThat(BLOCKS).isNotEmpty().allSatisfy(block -> {
            for (String line : commands(block)) {
                String command = line.strip().split("\\s+", 2)[0];
                if (command.startsWith("bin/") || command.startsWith("./")) {
                    assertThat(Page.REPOSITORY.resolve(command))
                            .as(block.place())
                            .isExecutable();
                } else {
                    assertThat(PROGRAMS).as(block.place() + ": " + line).contains(command);
                }
            }
        });
    }

    @Test
    void everyModuleAndTestAndProfileExists() {
        Set<String> tests = sources()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        String builds = builds();

        named("-pl ([\\w,-]+)").forEach(modules -> {
            for (String module : modules.split(",", -1)) {
                assertThat(Page.REPOSITORY.resolve(module).resolve("pom.xml")).exists();
            }
        });
        named("-D(?:it\\.)?test='?([\\w,]+)").forEach(names -> {
            for (String name : names.split(",", -1)) {
                assertThat(tests.contains(name) || name.matches("NAME|none"))
                        .as(name)
                        .isTrue();
            }
        });
        named("-P([\\w,]+)").forEach(profiles -> {
            for (String profile : profiles.split(",", -1)) {
                assertThat(builds.contains("<id>" + profile + "</id>"))
                        .as("profile " + profile)
                        .isTrue();
            }
        });
    }

    @Test
    void everyClassAndFileExists() {
        Set<String> classes =
                sources().map(file -> file.toString().replace('/', '.')).collect(Collectors.toSet());

        named("\\b(io\\.sharq\\.[\\w.]+[A-Z]\\w+)")
                .forEach(name -> assertThat(classes).anyMatch(file -> file.endsWith(name + ".java")));
        named("(sharq-[\\w-]+/(?:src|wrk)/[\\w./-]+)")
                .forEach(file -> assertThat(Page.REPOSITORY.resolve(file)).exists());
    }

    /** An option of a command is a text in the program behind it. */
    @Test
    void everyOptionOfACommandExists() {
        String programs = sources()
                .filter(file -> file.toString().contains("src/main/"))
                .map(Texts::read)
                .collect(Collectors.joining());
        Pattern option = Pattern.compile("--[a-z][a-z-]+");

        assertThat(BLOCKS.stream().flatMap(block -> commands(block).stream()))
                .filteredOn(command -> command.strip().startsWith("bin/"))
                .isNotEmpty()
                .allSatisfy(command -> assertThat(
                                option.matcher(command.replaceAll("\\s#.*", "")).results())
                        .allSatisfy(found -> assertThat(programs.contains("\"" + found.group() + "\""))
                                .as(command + ": " + found.group())
                                .isTrue()));
    }

    /** The text of all build files: a profile may be one module's own. */
    private static String builds() {
        try (Stream<Path> folders = Files.list(Page.REPOSITORY)) {
            return folders.map(folder -> folder.resolve("pom.xml"))
                    .filter(Files::exists)
                    .map(Texts::read)
                    .reduce(Texts.read(Page.REPOSITORY.resolve("pom.xml")), String::concat);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that begin a command: neither a continuation, nor a comment, nor empty. */
    private static List<String> commands(Block block) {
        return block.text()
                .replaceAll("\\\\\\n", " ")
                .lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .toList();
    }

    private static List<String> named(String pattern) {
        return BLOCKS.stream()
                .flatMap(block -> Pattern.compile(pattern).matcher(block.text()).results())
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static Stream<Path> sources() {
        try (Stream<Path> files = Files.walk(Page.REPOSITORY)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
