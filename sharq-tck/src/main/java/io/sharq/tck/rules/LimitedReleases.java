package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.LIMITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.Blocker;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.EpochMicros;
import io.sharq.api.limit.Costs;
import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitNames;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.tck.Fixture;
import io.sharq.tck.LimitTrial;
import io.sharq.tck.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rule 18: what a release takes from limits, and what the end of a lease gives back. */
public interface LimitedReleases extends Fixture {
    /** A millisecond, in microseconds. */
    long MILLI = 1_000;

    /**
     * A job is released only when all limits are open, and until then takes from none of them.
     *
     * @param first the interval of the first limit
     * @param second the interval of the second limit
     */
    @Property(tries = 20)
    @Label(LIMITS + "a job is released once all limits of its queue are open, and takes from all of them")
    default void aJobNeedsAllLimits(
            @ForAll @IntRange(min = 1, max = 9) int first, @ForAll @IntRange(min = 1, max = 9) int second) {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("one", LimitTrial.interval(first));
            limits.set("other", LimitTrial.interval(second));
            limits.enqueue("queue", 2, "one", "other");
            trial.take();
            trial.pass(Math.max(first, second) * MILLI - 1);
            assertThat(trial.dequeue()).isEmpty();
            assertThat(trial.describe("queue").orElseThrow().blocker()).isEqualTo(Blocker.LIMIT);
            trial.pass(1);
            assertThat(trial.dequeue()).isPresent();
            long now = trial.now();
            assertThat(opens(limits, "one")).isEqualTo(now + first * MILLI);
            assertThat(opens(limits, "other")).isEqualTo(now + second * MILLI);
        }
    }

    private static long opens(LimitTrial limits, String limit) {
        return EpochMicros.of(limits.describe(limit).opensAt().orElseThrow());
    }

    /** A look, an empty dequeue and refused enqueues leave the level. */
    @Example
    @Label(LIMITS + "only a release takes: looks, empty dequeues and refused enqueues do not")
    default void onlyAReleaseTakes() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("rate", LimitTrial.rate(1, 1_000, 2));
            limits.set("gap", LimitTrial.interval(1_000));
            limits.enqueue("queue", 3, "rate", "gap");
            trial.take();
            for (int i = 0; i < 3; i++) {
                assertThat(trial.dequeue()).isEmpty();
                assertThat(limits.describe("rate").level()).isEqualTo(1);
                assertThat(trial.describe("queue").orElseThrow().limits()).isEqualTo(LimitNames.of("rate", "gap"));
                assertThat(limits.enqueue("queue", "queue-1", Costs.ONE, "rate", "gap"))
                        .isEqualTo(EnqueueStatus.DUPLICATE);
            }
            trial.pass(1_000 * MILLI);
            assertThat(limits.describe("rate").level()).isZero();
        }
    }

    /**
     * Every end of a lease gives its place under the concurrency back.
     *
     * @param end which end
     */
    @Property(tries = 10)
    @Label(LIMITS + "every end of a lease, an expiry too, gives back a unit of concurrency")
    default void everyEndOfALeaseGivesBackConcurrency(@ForAll @IntRange(max = 4) int end) {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("two", LimitTrial.concurrency(2));
            limits.enqueue("queue", 4, "two");
            trial.take();
            LeasedJob job = trial.take();
            assertThat(trial.dequeue()).isEmpty();
            assertThat(limits.describe("two").opensAt()).isEmpty();
            switch (end) {
                case 0 -> trial.finish(job);
                case 1 -> trial.fail(job, 0);
                case 2 -> trial.release(job);
                case 3 -> trial.throttle(job, 0L, 1L);
                default -> {
                    trial.pass(Trial.LEASE_MICROS);
                    trial.requeue();
                }
            }
            assertThat(limits.describe("two").active()).isEqualTo(end == 4 ? 0 : 1);
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /** A job that comes back has used what its release took, unless a settlement says otherwise. */
    @Example
    @Label(LIMITS + "the end of a lease gives back no units of a rate or a quota without a settlement")
    default void theEndOfALeaseGivesBackNoUnits() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("rate", LimitTrial.rate(1, 1_000, 1));
            limits.enqueue("queue", 1, "rate");
            trial.release(trial.take());
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1_000 * MILLI - 1);
            assertThat(trial.dequeue()).isEmpty();
            trial.pass(1);
            assertThat(trial.dequeue()).isPresent();
        }
    }

    /**
     * A settlement opens the limit when it would have been open with what was used as the cost.
     *
     * @param cost the cost of the job
     * @param used what it used
     */
    @Property(tries = 30)
    @Label(LIMITS + "after a settlement the limit stands as if what was used had been the cost, up and down")
    default void aSettlementCorrectsTheCost(
            @ForAll @IntRange(min = 1, max = 20) int cost, @ForAll @IntRange(max = 40) int used) {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("tokens", LimitTrial.rate(1, 1, 1));
            limits.enqueue("queue", "job", LimitTrial.cost(cost), "tokens");
            LeasedJob job = trial.take();
            limits.finish(job, "tokens", used);
            assertThat(limits.describe("tokens").level()).isEqualTo(used);
            assertThat(opens(limits, "tokens")).isEqualTo(trial.now() + used * MILLI);
        }
    }

    /** A level that has touched zero since the release has forgotten its cost. */
    @Example
    @Label(LIMITS + "a settlement gives back no units that the level has worked off already")
    default void aSettlementGivesNothingBackTwice() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("tokens", LimitTrial.rate(1, 1, 1));
            limits.enqueue("queue", "job-1", LimitTrial.cost(2), "tokens");
            limits.enqueue("queue", "job-2", LimitTrial.cost(4), "tokens");
            LeasedJob first = trial.take();
            trial.pass(5 * MILLI);
            trial.take();
            limits.finish(first, "tokens", 0);
            assertThat(opens(limits, "tokens")).isEqualTo(trial.now() + 4 * MILLI);
        }
    }

    /** A slip of the pen does not mean that there is no limit. */
    @Example
    @Label(LIMITS + "what names a limit that does not exist, or costs more than it allows, is refused")
    default void unknownLimitsAreRefused() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("rate", LimitTrial.rate(1, 1_000, 1));
            assertThat(limits.enqueue("queue", "job", Costs.ONE, "rat")).isEqualTo(EnqueueStatus.UNKNOWN_LIMIT);
            assertThat(limits.enqueue("queue", "job", new Costs(1, Map.of("rat", 1L)), "rate"))
                    .isEqualTo(EnqueueStatus.UNKNOWN_LIMIT);
            assertThat(limits.enqueue("queue", "job", LimitTrial.cost(1_001), "rate"))
                    .isEqualTo(EnqueueStatus.COST_TOO_HIGH);
            assertThat(trial.describe("queue")).isEmpty();
            QueueChange change = QueueChange.limits(LimitNames.of("rat"));
            assertThatThrownBy(() -> trial.configure("queue", change, null, null))
                    .hasMessageContaining("There is no limit " + new LimitKey(Trial.TYPE, "rat"));
            assertThat(trial.describe("queue")).isEmpty();
        }
    }

    /** A limit that queues draw from stays; one that none draws from can go, and its type with it. */
    @Example
    @Label(LIMITS + "a limit exists until it is deleted, and is not deleted while queues draw from it")
    default void aLimitIsKeptWhileQueuesDrawFromIt() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("rate", LimitTrial.rate(1, 1_000, 1));
            trial.configure("queue", QueueChange.limits(LimitNames.of("rate")), null, null);
            trial.pass(3_600_000_000L);
            trial.requeue();
            assertThat(limits.describe("rate").queues()).isEqualTo(1);
            assertThat(limits.delete("rate")).isEqualTo(DeleteLimitStatus.IN_USE);
            trial.configure("queue", QueueChange.limits(LimitNames.NONE), null, null);
            assertThat(limits.delete("rate")).isEqualTo(DeleteLimitStatus.DELETED);
            assertThat(limits.delete("rate")).isEqualTo(DeleteLimitStatus.NOT_FOUND);
            assertThat(Trial.get(trial.backend().describeLimit(new LimitKey(Trial.TYPE, "rate"))))
                    .isEqualTo(Optional.empty());
        }
    }

    /** An enqueue sets the limits of its queue, unless that is pinned. */
    @Example
    @Label(LIMITS + "an enqueue that names limits replaces those of its queue unless it is pinned")
    default void anEnqueueReplacesLimits() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("one", LimitTrial.interval(1_000));
            limits.set("other", LimitTrial.interval(2_000));
            limits.enqueue("queue", "job-1", Costs.ONE, "one");
            limits.enqueue("queue", "job-2", Costs.ONE, "other");
            trial.enqueue("queue", "job-3");
            assertThat(trial.describe("queue").orElseThrow().limits()).isEqualTo(LimitNames.of("other"));
            trial.configure("queue", QueueChange.NONE, true, null);
            limits.enqueue("queue", "job-4", Costs.ONE, "one");
            assertThat(trial.describe("queue").orElseThrow().limits()).isEqualTo(LimitNames.of("other"));
        }
    }

    /** An upstream that refuses an account is left alone by all queues of the account. */
    @Example
    @Label(LIMITS + "a throttle that names a limit of its job holds the limit, and not the queue")
    default void aThrottleHoldsALimit() {
        try (Trial trial = begin()) {
            LimitTrial limits = new LimitTrial(trial);
            if (!limits.isOffered()) {
                return;
            }
            limits.set("account", LimitTrial.concurrency(9));
            limits.enqueue("queue-1", 2, "account");
            limits.enqueue("queue-2", 1, "account");
            ThrottleItem item = new ThrottleItem(Trial.lease(trial.take()), 5 * MILLI, "account");
            Trial.get(trial.backend().throttle(new ThrottleRequest(Trial.TYPE, List.of(item), 1)));
            assertThat(trial.dequeue()).isEmpty();
            assertThat(trial.describe("queue-1").orElseThrow().heldUntil()).isEmpty();
            assertThat(limits.describe("account").holdReason()).isEqualTo("throttled");
            trial.pass(5 * MILLI);
            assertThat(trial.drain()).hasSize(3);
        }
    }
}
