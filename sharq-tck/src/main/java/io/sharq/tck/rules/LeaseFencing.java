package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.LEASES_FENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.api.FailStatus;
import io.sharq.api.LeaseStatus;
import io.sharq.api.LeaseToken;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.LeasedJob;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Rule 8: leases fence. */
public interface LeaseFencing extends Fixture {

    /** Once the lease has ended, no operation under its token changes anything. */
    @Example
    @Label(LEASES_FENCE + "a token whose lease has ended changes nothing and says so")
    default void aStaleTokenChangesNothing() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job");
            LeasedJob stale = trial.take();
            trial.pass(Trial.LEASE_MICROS);
            trial.requeue();
            LeasedJob live = trial.take();
            assertThat(live.token()).isNotEqualTo(stale.token());
            assertThat(live.token().number()).isGreaterThan(stale.token().number());

            assertThat(trial.finish(stale)).isEqualTo(LeaseStatus.LEASE_LOST);
            assertThat(trial.fail(stale, 0)).isEqualTo(FailStatus.LEASE_LOST);
            assertThat(trial.release(stale)).isEqualTo(LeaseStatus.LEASE_LOST);
            assertThat(trial.extend(stale, 1).status()).isEqualTo(LeaseStatus.LEASE_LOST);
            LeaseToken forged =
                    new LeaseToken(live.token().number(), ~live.token().nonce());
            assertThat(trial.finish(Trial.lease(live, forged))).isEqualTo(LeaseStatus.LEASE_LOST);
            assertThat(trial.finish(live)).isEqualTo(LeaseStatus.DONE);
            assertThat(trial.finish(live)).isEqualTo(LeaseStatus.LEASE_LOST);
        }
    }

    /** A lease ends at its expiry, whether or not upkeep has seen it. */
    @Example
    @Label(LEASES_FENCE + "a lease ends at its expiry")
    default void aLeaseEndsAtItsExpiry() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1");
            trial.enqueue("queue", "job-2");
            LeasedJob first = trial.take();
            LeasedJob second = trial.take();
            assertThat(first.expiresAtMicros()).isEqualTo(trial.now() + Trial.LEASE_MICROS);
            trial.pass(Trial.LEASE_MICROS - 1);
            assertThat(trial.finish(first)).isEqualTo(LeaseStatus.DONE);
            trial.pass(1);
            assertThat(trial.finish(second)).isEqualTo(LeaseStatus.LEASE_LOST);
            assertThat(trial.finish(Trial.lease(second, null))).isEqualTo(LeaseStatus.LEASE_LOST);
        }
    }

    /** Without a token, the current lease is meant. */
    @Example
    @Label(LEASES_FENCE + "without a token the current lease is meant")
    default void withoutATokenTheCurrentLeaseIsMeant() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job");
            LeasedJob job = trial.take();
            assertThat(trial.finish(Trial.lease(job, null))).isEqualTo(LeaseStatus.DONE);
            assertThat(trial.finish(Trial.lease(job, null))).isEqualTo(LeaseStatus.LEASE_LOST);
        }
    }

    /**
     * An extend sets a new expiry and never shortens the lease.
     *
     * @param passed when it is extended
     * @param span for how long
     */
    @Property(tries = 30)
    @Label(LEASES_FENCE + "an extend never shortens a lease, and keeps its token")
    default void anExtendNeverShortens(
            @ForAll @LongRange(max = 999_999) long passed, @ForAll @LongRange(min = 1, max = 3_000_000) long span) {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job");
            LeasedJob job = trial.take();
            trial.pass(passed);
            ExtendResult extended = trial.extend(job, span);

            long expiry = Math.max(job.expiresAtMicros(), trial.now() + span);
            assertThat(extended.expiresAtMicros()).hasValue(expiry);
            trial.pass(expiry - trial.now() - 1);
            assertThat(trial.requeue()).isZero();
            assertThat(trial.finish(job)).isEqualTo(LeaseStatus.DONE);
        }
    }

    /** A repeated nonce gets the same lease again, and no second job. */
    @Example
    @Label(LEASES_FENCE + "the same nonce gets the same lease again")
    default void theSameNonceGetsTheSameLeaseAgain() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "job-1");
            trial.enqueue("queue", "job-2");
            DequeueRequest request =
                    new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 1, Trial.LEASE_MICROS, Long.MIN_VALUE);
            DequeueReply first = Trial.get(trial.backend().dequeue(request));
            DequeueReply again = Trial.get(trial.backend().dequeue(request));

            assertThat(again.jobs()).hasSize(1);
            assertThat(again.jobs().get(0).token())
                    .isEqualTo(first.jobs().get(0).token());
            assertThat(again.jobs().get(0).jobId()).isEqualTo("job-1");
            assertThat(trial.describe("queue").orElseThrow().active()).isEqualTo(1);
        }
    }

    /**
     * A nonce of which a lease has been ended begins a new dequeue, and never again gets a lease of the first.
     *
     * @param ended which of its leases is ended
     */
    @Property(tries = 10)
    @Label(LEASES_FENCE + "a nonce that began anew never again gets the leases of before")
    default void aNonceThatBeganAnewForgetsItsFirstLeases(@ForAll @IntRange(max = 5) int ended) {
        try (Trial trial = begin()) {
            for (int queue = 0; queue < 6; queue++) {
                trial.enqueue("queue-" + queue, "job");
            }
            DequeueRequest request =
                    new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 6, Trial.LEASE_MICROS, Long.MAX_VALUE);
            List<LeasedJob> first = Trial.get(trial.backend().dequeue(request)).jobs();
            assertThat(first).hasSize(6);
            trial.finish(first.get(ended));

            assertThat(Trial.get(trial.backend().dequeue(request)).jobs()).isEmpty();
            assertThat(Trial.get(trial.backend().dequeue(request)).jobs()).isEmpty();
            trial.enqueue("queue-6", "job");
            assertThat(Trial.get(trial.backend().dequeue(request)).jobs())
                    .extracting(LeasedJob::queueId)
                    .containsExactly("queue-6");
        }
    }
}
