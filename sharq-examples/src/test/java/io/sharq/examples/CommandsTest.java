package io.sharq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands in {@code bin}, with a Maven and a Java that only say that they were called. */
class CommandsTest {
    private static final Path BIN = Path.of("..", "bin");
    private static final List<String> NEEDED = List.of("bash", "dirname", "find", "mktemp", "rm", "touch", "mkdir");

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        try (var files = Files.walk(BIN)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve("bin").resolve(BIN.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        for (String module : List.of("core", "examples", "cli")) {
            Files.createDirectories(folder.resolve("sharq-" + module + "/src/main"));
            Files.createDirectories(folder.resolve("sharq-" + module + "/target"));
            Files.writeString(folder.resolve("sharq-" + module + "/pom.xml"), "");
        }
        Files.writeString(folder.resolve("pom.xml"), "");
        script("mvnw", "echo built; mkdir -p sharq-examples/target/lib; touch sharq-cli/target/sharq.jar");
        script("jdk/bin/java", "echo java \"$@\"");
        age(Instant.now().minusSeconds(60));
    }

    /** They used to need a Java on the PATH as well, and to run an old build after the sources had changed. */
    @ParameterizedTest
    @CsvSource({"campaign, io.sharq.examples.Campaign", "sharq, sharq.jar", "sharq-server, io.sharq.cli.ServerCommand"})
    void itBuildsWhatIsOlderThanASourceAndRunsItOnTheJavaOfJavaHome(String command, String what) throws IOException {
        assertThat(run(command)).contains("built\njava ").endsWith(what + " --option a b\n");
        assertThat(run(command)).doesNotContain("built").startsWith("java ").endsWith(what + " --option a b\n");

        Path source = Files.writeString(folder.resolve("sharq-core/src/main/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run(command)).contains("built\njava ");
    }

    @Test
    void aBuildThatFailsIsNotRun() throws IOException {
        script("mvnw", "exit 1");

        assertThat(run("sharq-server")).doesNotContain("java ");
    }

    private void script(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void age(Instant instant) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(instant));
            }
        }
    }

    /** Both streams of a command whose PATH has no Java. */
    private String run(String command) throws IOException {
        Path path = Files.createDirectories(folder.resolve("path"));
        for (String needed : NEEDED) {
            if (!Files.exists(path.resolve(needed))) {
                Files.createSymbolicLink(path.resolve(needed), onThePath(needed));
            }
        }
        ProcessBuilder builder = new ProcessBuilder(
                        path.resolve("bash").toString(),
                        folder.resolve("bin/" + command).toString(),
                        "--option",
                        "a b")
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", path.toString());
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
        environment.remove("SHARQ_JAVA_OPTIONS");
        try (var output = builder.start().getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path onThePath(String program) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv("PATH"))
                .map(entry -> Path.of(entry, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
