package io.sharq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckCommandTest {
    private static final StoredJobs STORE = new StoredJobs();

    @AfterAll
    static void close() {
        STORE.close();
    }

    private static Ran checkHere(String... options) {
        return Ran.sharq(Stream.concat(Stream.of("check", "--redis", STORE.uri(), "--prefix", "p"), Stream.of(options))
                .toArray(String[]::new));
    }

    @Test
    void aJobInNoPlaceIsReportedAndPutBack() {
        STORE.enqueue("p", "sms");
        Ran sound = checkHere();
        assertThat(sound.exitCode()).as(sound.err()).isZero();
        assertThat(sound.out()).isEqualTo("nothing is wrong" + System.lineSeparator());
        STORE.<Long>ask(redis -> redis.del("p:{p:sms:0}:places"));

        Ran damaged = checkHere("--type", "sms");
        assertThat(damaged.exitCode()).isEqualTo(1);
        assertThat(damaged.out())
                .contains(":jobs queue user001 job job-1: it is in no place")
                .contains("--repair");
        Ran repaired = checkHere("--repair", "--json");
        assertThat(repaired.exitCode()).isEqualTo(1);
        assertThat(repaired.out())
                .contains(
                        "\"queue_id\":\"user001\",\"job_id\":\"job-1\",\"fault\":\"it is in no place\",\"repaired\":true}");
        assertThat(checkHere().exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --type                         | option '--type' (TYPE)
            --repair --repair              | option '--repair' should be specified only once
            --fix                          | Unknown option: '--fix'
            --config F --redis redis://one | --config and --redis exclude each other
            --type sms                     | no Redis is named
            --redis redis://h --type a.b   | --type: It may hold only
            """)
    void anOptionThatCannotBeUsedIsNamed(String options, String fault) {
        Ran ran = Ran.sharq(("check " + options).split(" ", -1));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("sharq check: ").contains(fault).contains("Try 'sharq check --help'.");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void aStoreThatCannotBeReachedIsAFailure() {
        Ran ran = Ran.sharq("check", "--redis", "redis://127.0.0.1:1");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).startsWith("sharq check: ");
        assertThat(ran.out()).isEmpty();
    }
}
