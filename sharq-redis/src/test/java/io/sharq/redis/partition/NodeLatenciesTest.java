package io.sharq.redis.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeLatenciesTest {
    private final NodeLatencies times = new NodeLatencies();
    private long nowMillis = 1_000;

    @Test
    void aNodeThatOwesAnAnswerForLongIsPutOffUntilItComes() {
        answer("fast", 1);
        asked("slow");
        nowMillis += 20;
        assertThat(putOff()).isEmpty();
        nowMillis += 1;
        assertThat(putOff()).containsExactly("slow");

        times.heard("slow", nanos(nowMillis - 21), nanos(nowMillis));

        assertThat(putOff()).as("nobody waits for it").isEmpty();
    }

    @Test
    void aNodeThatWasSlowIsWaitedForByOneOrAQuarterOfAllUntilItHasBeenFastForAWhile() {
        answer("fast", 1);
        answer("slow", 200);
        assertThat(putOff()).isEmpty();
        asked("slow");
        assertThat(putOff()).containsExactly("slow");
        for (int i = 0; i < 7; i++) {
            asked("fast");
        }
        assertThat(putOff()).as("one of eight waits").isEmpty();
        asked("slow");
        assertThat(putOff()).as("two of nine wait").containsExactly("slow");

        for (int i = 0; i < 9; i++) {
            answer("slow", 1);
        }

        assertThat(putOff()).isEmpty();
    }

    @Test
    void whatIsFarAwayIsNotSlowWhereEverythingIs() {
        answer("one", 150);
        answer("two", 160);
        asked("one");
        asked("two");
        nowMillis += 200;

        assertThat(putOff()).isEmpty();
    }

    private void asked(String node) {
        times.asked(node, nanos(nowMillis));
    }

    private void answer(String node, long tookMillis) {
        asked(node);
        times.heard(node, nanos(nowMillis - tookMillis), nanos(nowMillis));
    }

    private Set<String> putOff() {
        return times.putOff(nanos(nowMillis));
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
