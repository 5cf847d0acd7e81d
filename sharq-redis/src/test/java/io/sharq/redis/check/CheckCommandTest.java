package io.sharq.redis.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.redis.Operations;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.TestRedis;
import io.sharq.redis.settings.RedisSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {
    private final RedisSettings settings = TestRedis.settings().build();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream out = new PrintStream(said, true, UTF_8);
        return new CheckCommand(Map.of(), out, out).run(arguments);
    }

    private int runHere(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--redis", TestRedis.uri(), "--prefix", settings.keyPrefix()));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private String heard() {
        return said.toString(UTF_8);
    }

    @Test
    void aJobInNoPlaceIsToldAndPutBack() {
        try (RedisBackend backend = RedisBackend.open(settings)) {
            Operations operations = new Operations(backend);
            operations.enqueue("user001", "job-1", 0);
            assertThat(runHere()).isZero();
            assertThat(heard()).contains("nothing is wrong");
            String places = settings.keyPrefix() + ":{" + settings.keyPrefix() + ":sms:0}:places";
            TestRedis.<Long>ask(redis -> redis.del(places));

            assertThat(runHere("--type", "sms")).isEqualTo(1);
            assertThat(heard())
                    .contains(":jobs queue user001 job job-1: it is in no place")
                    .contains("--repair");
            assertThat(runHere("--repair", "--json")).isEqualTo(1);
            assertThat(heard())
                    .contains(
                            "\"queue_id\":\"user001\",\"job_id\":\"job-1\",\"fault\":\"it is in no place\",\"repaired\":true}");
            assertThat(runHere()).isZero();
            assertThat(operations.dequeue(1).jobs().get(0).payload()).isEqualTo(Operations.payload("job-1"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --type                                | the last option has no value
            --repair --repair                     | --repair is given twice
            --fix                                 | there is no option --fix
            --config F --redis redis://one        | one of the two has to go
            """)
    void whatContradictsItselfIsRefused(String arguments, String fault) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(heard()).contains(fault).contains("usage: sharq-check");
    }

    @Test
    void whatCannotBeFoundOutIsNoSoundStore() {
        assertThat(run("--type", "sms")).isEqualTo(2);
        assertThat(heard()).startsWith("nothing says where the Redis is");
        assertThat(runHere("--type", "no type")).isEqualTo(2);
    }
}
