package io.sharq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReshardCommandTest {
    private static final StoredJobs STORE = new StoredJobs();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        STORE.close();
    }

    private static Ran reshard(Map<String, String> environment, String... options) {
        return Ran.sharq(
                environment,
                Stream.concat(Stream.of("reshard"), Stream.of(options)).toArray(String[]::new));
    }

    private static Ran reshardAt(String prefix, String type, String shards) {
        return reshard(Map.of(), "--redis", STORE.uri(), "--prefix", prefix, "--type", type, "--shards", shards);
    }

    @Test
    void itSaysWhatItDid() {
        STORE.enqueue("did", "sms");

        Ran ran = reshardAt("did", "sms", "4");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("sms has 4 partitions; 1 queues were moved.")
                .contains("Set `shards` to 4");

        Ran again = reshardAt("did", "sms", "4");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("sms has 4 partitions already; nothing was changed.");
    }

    /** It once told those who had misspelt a type to change every client. */
    @Test
    void aTypeThatIsNotThereIsRefusedAndThoseThatAreThereAreNamed() {
        STORE.enqueue("misspelt", "sms", "voice");

        Ran ran = reshardAt("misspelt", "smss", "16");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith("sharq reshard: ")
                .contains("there is no such type: nothing is kept of it under the prefix misspelt, but of sms, voice");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void whereNothingIsKeptItSaysSo() {
        Ran ran = reshardAt("empty", "sms", "16");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no such type").contains("nor of any other");
    }

    /** A client has one number for all types, so it must not be changed after the first type. */
    @Test
    void typesThatAreLeftAreNamed() {
        STORE.enqueue("left", "a", "b", "c", "d", "e", "f", "sms");

        Ran ran = reshardAt("left", "sms", "4");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains("reshard these too")
                .contains(": a, b, c, d, e and 1 more.")
                .doesNotContain("in every client");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --type sms                                            | Missing required option: '--shards=N'
            --shards 4                                            | Missing required option: '--type=TYPE'
            --type sms --shards                                   | option '--shards' (N)
            --type sms --shards many                              | Invalid value for option '--shards': 'many' is not an int
            --type sms --shards 0 --redis redis://h               | --shards: It must be between 1 and 1024, but is 0.
            --type sms --shards 2000 --redis redis://h            | --shards: It must be between 1 and 1024, but is 2000.
            --type s.s --shards 4 --redis redis://h               | --type: It may hold only
            --type sms --shards 4 --shard 5                       | Unknown option
            --type sms --type voice --shards 4                    | option '--type' (TYPE) should be specified only once
            --type sms --shards 4 --config F --prefix other       | --config and --prefix exclude each other
            --type sms --shards 4 --config F --redis redis://one  | --config and --redis exclude each other
            --type sms --shards 4 --prefix other                  | --prefix needs --redis
            --type sms --shards 4 --redis nowhere                 | --redis:
            --type sms --shards 4 --redis redis://h --prefix a\u0007b | --prefix:
            """)
    void anOptionThatCannotBeUsedIsNamed(String options, String fault) {
        Ran ran = reshard(Map.of(), options.split(" ", -1));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("sharq reshard: ").contains(fault).contains("Try 'sharq reshard --help'.");
    }

    /** It once went to the Redis of this machine. */
    @Test
    void aRedisThatWasNotNamedIsNotTouched() throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[sharq]\nbackend : redis\n");

        Ran ran = reshard(Map.of(), "--type", "sms", "--shards", "4");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("sharq reshard: no Redis is named; name it with --redis URI");

        Ran withFile = reshard(Map.of(), "--type", "sms", "--shards", "4", "--config", file.toString());
        assertThat(withFile.exitCode()).isEqualTo(2);
        assertThat(withFile.err()).contains("--config: " + file + ": no Redis is named");
    }

    @Test
    void theFileOrTheEnvironmentNamesTheRedis() throws IOException {
        STORE.enqueue("named", "sms");
        Path file = Files.writeString(
                folder.resolve("sharq.conf"), "[redis]\nuri : " + STORE.uri() + "\nkey_prefix : elsewhere\n");
        String[] four = {"--type", "sms", "--shards", "4"};
        String[] fourAndFile = {"--type", "sms", "--shards", "4", "--config", file.toString()};

        Ran byEnvironment = reshard(Map.of("SHARQ_REDIS_URI", STORE.uri(), "SHARQ_REDIS_KEY_PREFIX", "named"), four);
        assertThat(byEnvironment.out()).contains("1 queues were moved");
        Ran byBoth = reshard(Map.of("SHARQ_REDIS_KEY_PREFIX", "named"), fourAndFile);
        assertThat(byBoth.out()).contains("already");
        Ran byFile = reshard(Map.of(), fourAndFile);
        assertThat(byFile.exitCode()).isEqualTo(1);
        assertThat(byFile.err()).contains("under the prefix elsewhere");
    }

    @Test
    void aFileThatCannotBeReadIsAFailure() {
        Ran ran = reshard(Map.of(), "--type", "sms", "--shards", "4", "--config", "no-such-file.conf");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).startsWith("sharq reshard: no-such-file.conf: there is no such file");
    }
}
