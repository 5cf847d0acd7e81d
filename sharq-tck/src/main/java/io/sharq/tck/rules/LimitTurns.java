package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.LIMIT_TURNS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.api.EpochMicros;
import io.sharq.api.limit.CalendarPeriod;
import io.sharq.api.limit.CalendarQuota;
import io.sharq.api.limit.LimitParts;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.LeasedJob;
import io.sharq.tck.Fixture;
import io.sharq.tck.LimitTrial;
import io.sharq.tck.Trial;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rule 21: turns with limits. */
public interface LimitTurns extends Fixture {
    /** A millisecond, in microseconds. */
    long MILLI = 1_000;

    /** Runs until an instant: takes whatever is ready, and passes to the next instant that a reply names. */
    private static Map<String, Integer> run(Trial trial, long micros) {
        Map<String, Integer> counts = new HashMap<>();
        long end = trial.now() + micros;
        while (trial.now() < end) {
            DequeueReply reply = trial.dequeue(DequeueFrom.ANY, 1);
            for (LeasedJob job : reply.jobs()) {
                counts.merge(job.queueId(), 1, Integer::sum);
                trial.finish(job);
            }
            if (reply.jobs().isEmpty()) {
                long next = reply.nextReadyAtMicros().orElse(end);
                assertThat(next).isGreaterThan(trial.now());
                trial.pass(Math.min(next, end) - trial.now());
            }
        }
        return counts;
    }

    /**
     * Queues behind one limit have equal shares.
     *
     * @param queues how many queues
     * @param releases how many jobs go
     */
    @Property(tries = 20)
    @Label(LIMIT_TURNS + "queues behind one limit are served in turn, their counts within one")
    default void queuesBehindOneLimitAreServedInTurn(
            @ForAll @IntRange(min = 2, max = 6) int queues, @ForAll @IntRange(min = 1, max = 25) int releases) {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("rate", LimitTrial.rate(1, 1, 1));
            for (int i = 0; i < queues; i++) {
                limits.enqueue("queue-" + i, releases, "rate");
            }
            Map<String, Integer> counts = run(trial, releases * MILLI);
            assertThat(counts.values().stream().mapToInt(count -> count).sum()).isEqualTo(releases);
            List<Integer> all = new ArrayList<>(counts.values());
            if (counts.size() < queues) {
                all.add(0);
            }
            assertThat(Collections.max(all) - Collections.min(all)).isLessThanOrEqualTo(1);
        }
    }

    /** Queues that a closed limit holds back are passed over. */
    @Example
    @Label(LIMIT_TURNS + "a closed limit delays no queue that does not draw from it")
    default void aClosedLimitDelaysNoOther() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("gap", LimitTrial.interval(1_000));
            limits.enqueue("held-1", 2, "gap");
            limits.enqueue("held-2", 2, "gap");
            trial.take();
            trial.enqueue("free", "job-1");
            trial.enqueue("free", "job-2");
            assertThat(trial.drain()).containsExactly("job-1", "job-2");
        }
    }

    /** The limit opens for both at the same instant; the queue that was ready earlier goes first. */
    @Example
    @Label(LIMIT_TURNS + "of queues ready since the same instant the one goes first whose own instant is earlier")
    default void theEarlierOwnInstantGoesFirst() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("gap", LimitTrial.interval(10));
            limits.enqueue("first", 1, "gap");
            trial.take();
            trial.pass(1);
            limits.enqueue("early", 1, "gap");
            trial.pass(1);
            limits.enqueue("late", 1, "gap");
            trial.pass(10 * MILLI - 2);
            assertThat(trial.take().queueId()).isEqualTo("early");
            trial.enqueue("free", "job");
            trial.pass(10 * MILLI);
            assertThat(trial.take().queueId()).isEqualTo("free");
            assertThat(trial.take().queueId()).isEqualTo("late");
        }
    }

    /** A waiting caller sleeps until the limit opens. */
    @Example
    @Label(LIMIT_TURNS + "an empty reply names the instant at which a limit opens")
    default void anEmptyReplyNamesTheOpening() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("gap", LimitTrial.interval(10));
            limits.enqueue("queue", 2, "gap");
            trial.take();
            DequeueReply reply = trial.dequeue(DequeueFrom.ANY, 1);
            assertThat(reply.nextReadyAtMicros()).hasValue(trial.now() + 10 * MILLI);
            assertThat(trial.describe("queue").orElseThrow().nextRelease())
                    .isEqualTo(Optional.of(EpochMicros.toInstant(trial.now() + 10 * MILLI)));
        }
    }

    /** Number in campaign in brand in carrier: each level is used to the full, and the queues of each in turn. */
    @Example
    @Label(LIMIT_TURNS + "limits that nest to four levels starve no queue")
    default void nestedLimitsStarveNobody() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("carrier", LimitTrial.rate(1, 1, 1));
            for (int i = 0; i < 8; i++) {
                limits.set("brand-" + i % 2, LimitTrial.rate(1, 2, 1));
                limits.set("campaign-" + i % 4, LimitTrial.rate(1, 3, 1));
                limits.set("number-" + i, LimitTrial.interval(5));
                limits.enqueue("queue-" + i, 12, "number-" + i, "campaign-" + i % 4, "brand-" + i % 2, "carrier");
            }
            Map<String, Integer> counts = run(trial, 50 * MILLI);
            assertThat(counts).hasSize(8);
            assertThat(Collections.max(counts.values()) - Collections.min(counts.values()))
                    .isLessThanOrEqualTo(1);
        }
    }

    /**
     * Limits that cross: two that queues need alone, and one queue that needs both, at any phase.
     *
     * @param one the interval of the first limit
     * @param other the interval of the second limit
     * @param phase by how much the first one is ahead
     */
    @Property(tries = 15)
    @Label(LIMIT_TURNS + "a queue that needs two crossing limits is not starved by those that need one")
    default void crossingLimitsStarveNobody(
            @ForAll @IntRange(min = 2, max = 7) int one,
            @ForAll @IntRange(min = 2, max = 7) int other,
            @ForAll @IntRange(max = 7_000) int phase) {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("one", LimitTrial.rate(1, one, 1));
            limits.set("other", LimitTrial.rate(1, other, 1));
            for (int i = 0; i < 2; i++) {
                limits.enqueue("of-one-" + i, 30, "one");
            }
            trial.take();
            trial.pass(phase);
            for (int i = 0; i < 2; i++) {
                limits.enqueue("of-other-" + i, 30, "other");
            }
            limits.enqueue("both", 30, "one", "other");
            Map<String, Integer> counts = run(trial, 6L * (one + other) * MILLI);
            assertThat(counts.getOrDefault("both", 0)).isGreaterThanOrEqualTo(2);
            assertThat(counts).hasSize(5);
        }
    }

    /** Until midnight is longer than a unit interval, so no room is kept. */
    @Example
    @Label(LIMIT_TURNS + "a queue that waits for a daily quota holds up no other")
    default void aQueueThatWaitsForMidnightHoldsUpNobody() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            CalendarQuota quota = new CalendarQuota(1, CalendarPeriod.DAY, ZoneOffset.UTC);
            limits.set("brand", new LimitParts(null, null, quota, null, null, null));
            limits.set("campaign", LimitTrial.rate(1, 10, 1));
            limits.enqueue("capped", 2, "campaign", "brand");
            trial.take();
            trial.pass(1);
            limits.enqueue("free", 10, "campaign");
            assertThat(run(trial, 100 * MILLI - 1)).isEqualTo(Map.of("free", 9));
        }
    }
}
