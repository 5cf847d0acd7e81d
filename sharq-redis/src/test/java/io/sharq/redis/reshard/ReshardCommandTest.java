package io.sharq.redis.reshard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.redis.Operations;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.TestRedis;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReshardCommandTest {
    private final RedisSettings settings = TestRedis.settings().build();
    private final String prefix = settings.keyPrefix();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void itSaysWhatItDid() {
        enqueueTo("sms");

        assertThat(runHere("--type", "sms", "--shards", "4")).isZero();
        assertThat(heard())
                .contains("sms has 4 partitions; 1 queues were moved.")
                .contains("Set `shards` to 4");
    }

    /** It used to tell who had misspelt a type to change every client. */
    @Test
    void aTypeThatIsNotThereIsRefusedAndThoseThatAreThereAreNamed() {
        enqueueTo("sms", "voice");

        assertThat(runHere("--type", "smss", "--shards", "16")).isEqualTo(1);
        assertThat(heard())
                .contains("there is no such type: nothing is kept of it under the prefix " + prefix
                        + ", but of sms, voice")
                .doesNotContain("Set `shards`");
    }

    @Test
    void whereNothingIsKeptItSaysSo() {
        assertThat(runHere("--type", "sms", "--shards", "16")).isEqualTo(1);
        assertThat(heard()).contains("there is no such type").contains("nor of any other");
    }

    @Test
    void aTypeThatHasTheNumberIsLeftAlone() {
        enqueueTo("sms");

        assertThat(runHere("--type", "sms", "--shards", "1")).isZero();
        assertThat(runHere("--type", "sms", "--shards", "4")).isZero();
        assertThat(runHere("--type", "sms", "--shards", "4")).isZero();
        assertThat(heard())
                .contains("sms has 1 partitions already; nothing was to be done.")
                .contains("sms has 4 partitions already; nothing was to be done.");
    }

    /** A client has one number for all types, so the first type that is moved is no time to change it. */
    @Test
    void typesThatAreStillToBeSpreadAreNamed() {
        enqueueTo("a", "b", "c", "d", "e", "f", "sms");

        assertThat(runHere("--type", "sms", "--shards", "4")).isZero();
        assertThat(heard()).contains("spread these too").contains(": a, b, c, d, e and 1 more.");
        assertThat(heard()).doesNotContain("in every client");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --type sms                                            | usage: sharq-reshard
            --type sms --shards                                   | the last option has no value
            --type sms --shards many                              | --shards must be a number
            --type sms --shards 4 --shard 5                       | there is no option --shard
            --type sms --type voice --shards 4                    | --type is given twice
            --type sms --shards 4 --config F --prefix other       | --prefix has to go
            --type sms --shards 4 --config F --redis redis://one  | one of the two has to go
            --type sms --shards 4 --prefix other                  | --prefix goes with --redis alone
            """)
    void whatContradictsItselfIsRefused(String arguments, String fault) {
        assertThat(run(Map.of(), arguments.split(" ", -1))).isEqualTo(2);
        assertThat(heard()).contains(fault).contains("usage: sharq-reshard");
    }

    @Test
    void aNumberOutOfRangeIsRefused() {
        assertThat(runHere("--type", "sms", "--shards", "2000")).isEqualTo(1);
        assertThat(heard()).contains("`shards` has an invalid value.");
    }

    /** It used to go to the Redis of this machine. */
    @Test
    void aRedisThatNobodyNamedIsNotGoneTo() throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[sharq]\nbackend : redis\n");

        assertThat(run(Map.of(), "--type", "sms", "--shards", "4")).isEqualTo(1);
        assertThat(run(Map.of(), "--type", "sms", "--shards", "4", "--config", file.toString()))
                .isEqualTo(1);
        assertThat(heard())
                .startsWith("nothing says where the Redis is; name it with --redis URI")
                .contains("sharq.conf: nothing says where the Redis is");
    }

    @Test
    void theFileOrTheEnvironmentSaysWhereTheRedisIs() throws IOException {
        enqueueTo("sms");
        Path file = Files.writeString(
                folder.resolve("sharq.conf"), "[redis]\nuri : " + TestRedis.uri() + "\nkey_prefix : elsewhere\n");
        String[] four = {"--type", "sms", "--shards", "4"};
        Map<String, String> all = Map.of("SHARQ_REDIS_URI", TestRedis.uri(), "SHARQ_REDIS_KEY_PREFIX", prefix);

        assertThat(run(all, four)).isZero();
        assertThat(run(Map.of("SHARQ_REDIS_KEY_PREFIX", prefix), with(four, "--config", file.toString())))
                .isZero();
        assertThat(run(Map.of(), with(four, "--config", file.toString()))).isEqualTo(1);
        assertThat(heard()).contains("1 queues were moved").contains("already").contains("under the prefix elsewhere");
    }

    private void enqueueTo(String... types) {
        try (RedisBackend backend = RedisBackend.open(settings)) {
            for (String type : types) {
                EnqueueItem item = new EnqueueItem(
                        "user001", "job-1", Operations.payload("job-1"), JobOptions.DEFAULT, QueueChange.interval(0));
                Operations.get(backend.enqueue(new EnqueueRequest(type, List.of(item))));
            }
        }
    }

    private int runHere(String... arguments) {
        return run(Map.of(), with(arguments, "--redis", TestRedis.uri(), "--prefix", prefix));
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.of(List.of(arguments), List.of(more))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    private int run(Map<String, String> environment, String... arguments) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new ReshardCommand(environment, out, out).run(arguments);
    }

    private String heard() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
