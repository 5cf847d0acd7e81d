package io.sharq.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** On alarms of the test's own, which ring when it says so. */
class FailureLogTest {
    private static final String WHAT = "The store could not answer";

    private final List<String> lines = new ArrayList<>();
    private final Queue<Runnable> alarms = new ArrayDeque<>();
    private final FailureLog failures = new FailureLog(logger(), (delay, task) -> {
        assertThat(delay).isEqualTo(Duration.ofMinutes(1));
        alarms.add(task);
        return () -> {};
    });

    private Logger logger() {
        return (Logger) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    Object[] values = arguments[1] instanceof Object[] many
                            ? many
                            : Arrays.copyOfRange(arguments, 1, arguments.length);
                    lines.add(method.getName() + " "
                            + MessageFormatter.arrayFormat((String) arguments[0], values)
                                    .getMessage());
                    return null;
                });
    }

    private static BackendException away(String message) {
        return new BackendException(Outcome.NOT_DONE, "enqueue to sms", message, null);
    }

    private void aMinutePasses() {
        alarms.remove().run();
    }

    @Test
    void theFirstOfAKindIsForTheCallerAndTheOthersAreCounted() {
        assertThat(failures.isFirst(WHAT, away("refused"))).isTrue();
        assertThat(failures.isFirst(WHAT, away("refused again"))).isFalse();
        assertThat(failures.isFirst(WHAT, new CompletionException(away("and again"))))
                .isFalse();
        assertThat(lines).isEmpty();

        aMinutePasses();
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("warn " + WHAT + ": 2 more in the last minute, the last: ");
        assertThat(lines.get(0)).contains("and again");
    }

    @Test
    void theEndIsToldWithTheTotalAndThenTheKindIsNewAgain() {
        failures.isFirst(WHAT, away("1"));
        failures.isFirst(WHAT, away("2"));
        aMinutePasses();
        failures.isFirst(WHAT, away("3"));
        aMinutePasses();
        lines.clear();
        aMinutePasses();
        assertThat(lines).containsExactly("info " + WHAT + ": none in the last minute, 3 in all");
        assertThat(alarms).isEmpty();
        assertThat(failures.isFirst(WHAT, away("4"))).isTrue();
        assertThat(alarms).hasSize(1);
    }

    @Test
    void oneAloneIsNotToldTwice() {
        failures.isFirst(WHAT, away("1"));
        aMinutePasses();
        assertThat(lines).isEmpty();
        assertThat(alarms).isEmpty();
    }

    @Test
    void kindsDifferByWhatFailedTheOutcomeTheCauseAndThePlace() {
        assertThat(failures.isFirst(WHAT, away("1"))).isTrue();
        assertThat(failures.isFirst("Jobs could not be given back", away("1"))).isTrue();
        assertThat(failures.isFirst(WHAT, new BackendException(Outcome.UNKNOWN, "enqueue", "lost", null)))
                .isTrue();
        assertThat(failures.isFirst(
                        WHAT, new BackendException(Outcome.NOT_DONE, "enqueue", "x", new IllegalStateException())))
                .isTrue();
        assertThat(failures.isFirst(WHAT, new IllegalStateException())).isTrue();
        assertThat(failures.isFirst(WHAT, new IllegalStateException())).isTrue();
        assertThat(failures.isFirst(WHAT, away("2"))).isFalse();
        assertThat(alarms).hasSize(1);
    }

    @Test
    void ofMoreKindsThanItKeepsTheRestIsOneKind() {
        int full = 0;
        for (int i = 0; i < 1_000; i++) {
            full += failures.isFirst("kind " + i, away("x")) ? 1 : 0;
        }
        assertThat(full).isEqualTo(101);
        aMinutePasses();
        assertThat(lines).singleElement().asString().startsWith("warn Other failures: 899 more");
    }

    @Test
    void whatIsLeftIsToldAtTheEnd() {
        failures.isFirst(WHAT, away("1"));
        failures.isFirst(WHAT, away("2"));
        failures.flush();
        failures.flush();
        assertThat(lines).singleElement().asString().startsWith("warn " + WHAT + ": 1 more, the last: ");
    }
}
