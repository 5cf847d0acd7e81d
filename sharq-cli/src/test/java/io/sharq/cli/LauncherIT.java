package io.sharq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real launchers with the real jar: that it holds all that each command needs. */
final class LauncherIT {
    private static final Path BIN = Path.of("..", "bin");

    @TempDir
    private Path folder;

    private Ran run(String launcher, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(BIN.resolve(launcher).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int exitCode = builder.start().waitFor();
        return new Ran(
                exitCode,
                Files.readString(folder.resolve("out"), UTF_8),
                Files.readString(folder.resolve("err"), UTF_8));
    }

    @Test
    void theHelpNamesTheCommands() throws IOException, InterruptedException {
        Ran help = run("sharq", "--help");
        assertThat(help.exitCode()).as(help.err()).isZero();
        assertThat(help.out())
                .contains("server", "import", "reshard", "check", "bench", "generate-completion", "Exit codes");
        assertThat(run("sharq", "--version").out()).matches("SharQ \\d+\\.\\d+\\.\\d+\\S*\\R");
        Ran missing = run("sharq");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).startsWith("sharq: a command is missing");
    }

    @Test
    void bothLaunchersOfTheServerDoTheSame() throws IOException, InterruptedException {
        Ran own = run("sharq-server", "--help");
        Ran subcommand = run("sharq", "server", "--help");
        assertThat(own.out()).startsWith("Usage: sharq-server [-h]");
        assertThat(subcommand.out().replace("sharq server", "sharq-server").replaceAll("\\s+", " "))
                .isEqualTo(own.out().replaceAll("\\s+", " "));

        Ran ownRefusal = run("sharq-server", "--nonsense");
        Ran subcommandRefusal = run("sharq", "server", "--nonsense");
        assertThat(ownRefusal.exitCode()).isEqualTo(2);
        assertThat(subcommandRefusal.exitCode()).isEqualTo(2);
        assertThat(ownRefusal.err()).startsWith("Unknown option: '--nonsense'").contains("Usage: sharq-server");
        assertThat(subcommandRefusal.err())
                .startsWith("Unknown option: '--nonsense'")
                .contains("Usage: sharq server");

        Ran ownFault = run("sharq-server", "-c", "no-such-file.conf");
        Ran subcommandFault = run("sharq", "server", "-c", "no-such-file.conf");
        assertThat(ownFault.exitCode()).isEqualTo(1);
        assertThat(subcommandFault.exitCode()).isEqualTo(1);
        assertThat(ownFault.err()).startsWith("sharq-server: no-such-file.conf: there is no such file");
        assertThat(subcommandFault.err()).startsWith("sharq server: no-such-file.conf: there is no such file");
    }

    @Test
    void benchMovesJobsInMemoryAndInRedis() throws IOException, InterruptedException {
        Ran inMemory = run("sharq", "bench", "inmemory", "--jobs=1000", "--json");
        assertThat(inMemory.exitCode()).as(inMemory.err()).isZero();
        assertThat(inMemory.json().at("/checks/finished").asInt()).isEqualTo(1_000);
        try (StoredJobs store = new StoredJobs()) {
            Ran inRedis = run("sharq", "bench", store.uri(), "--jobs=1000", "--json");
            assertThat(inRedis.exitCode()).as(inRedis.err()).isZero();
            assertThat(inRedis.json().at("/checks/finished").asInt()).isEqualTo(1_000);
        }
    }

    @Test
    void reshardAndCheckWorkOnARedis() throws IOException, InterruptedException {
        try (StoredJobs store = new StoredJobs()) {
            store.enqueue("p", "sms");
            String[] place = {"--redis", store.uri(), "--prefix", "p"};
            Ran moved =
                    run("sharq", "reshard", "--type", "sms", "--shards", "4", place[0], place[1], place[2], place[3]);
            assertThat(moved.exitCode()).as(moved.err()).isZero();
            assertThat(moved.out()).contains("sms has 4 partitions; 1 queues were moved.");
            Ran checked = run("sharq", "check", place[0], place[1], place[2], place[3]);
            assertThat(checked.exitCode()).as(checked.err()).isZero();
            assertThat(checked.out()).isEqualTo("nothing is wrong\n");
            assertThat(checked.err()).isEmpty();
        }
    }

    @Test
    void theCompletionOfShellsIsGenerated() throws IOException, InterruptedException {
        Ran completion = run("sharq", "generate-completion");
        assertThat(completion.exitCode()).isZero();
        assertThat(completion.out()).contains("reshard", "--shards", "complete");
    }
}
