package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.CONSUMERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Feature;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RedriveRequest;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import org.jspecify.annotations.Nullable;

/** Rule 28: a dequeue may name its consumer. */
public interface Consumers extends Fixture {
    /** The nonces of these properties, apart from those of a trial. */
    AtomicLong NONCES = new AtomicLong(1L << 40);

    private static List<LeasedJob> dequeue(Trial trial, int count, long nonce, @Nullable String consumer) {
        DequeueRequest request =
                new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, count, Trial.LEASE_MICROS, nonce, false, consumer);
        return Trial.get(trial.backend().dequeue(request)).jobs();
    }

    private static LeasedJob take(Trial trial, @Nullable String consumer) {
        return dequeue(trial, 1, NONCES.incrementAndGet(), consumer).get(0);
    }

    private static Optional<String> holder(Trial trial, String jobId) {
        return trial.find("queue", jobId).orElseThrow().consumer();
    }

    /** Each lease has the name of its own dequeue, whatever characters it has. */
    @Example
    @Label(CONSUMERS + "a job under a lease is found with the consumer of its dequeue")
    default void theConsumerIsFound() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.CONSUMERS)) {
                return;
            }
            String longest = "c".repeat(Bounds.MAX_CONSUMER_LENGTH);
            for (int i = 0; i < 5; i++) {
                trial.enqueue("queue", "job-" + i);
            }
            assertThat(holder(trial, "job-0")).isEmpty();
            take(trial, "host-7:4211/#1%2F");
            take(trial, null);
            dequeue(trial, 2, NONCES.incrementAndGet(), longest);

            assertThat(holder(trial, "job-0")).hasValue("host-7:4211/#1%2F");
            assertThat(holder(trial, "job-1")).isEmpty();
            assertThat(holder(trial, "job-2")).hasValue(longest);
            assertThat(holder(trial, "job-3")).hasValue(longest);
            assertThat(holder(trial, "job-4")).isEmpty();
        }
    }

    /** A name is no part of the token. */
    @Example
    @Label(CONSUMERS + "a repeated dequeue and an extend keep the name")
    default void theNameLastsAsLongAsTheLease() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.CONSUMERS)) {
                return;
            }
            trial.enqueue("queue", "job");
            long nonce = NONCES.incrementAndGet();
            LeasedJob job = dequeue(trial, 1, nonce, "first").get(0);
            assertThat(dequeue(trial, 1, nonce, "second"))
                    .extracting(LeasedJob::token)
                    .containsExactly(job.token());
            assertThat(holder(trial, "job")).hasValue("first");
            assertThat(trial.extend(job, 2 * Trial.LEASE_MICROS).status()).isEqualTo(LeaseStatus.DONE);
            assertThat(holder(trial, "job")).hasValue("first");
            assertThat(trial.finish(job)).isEqualTo(LeaseStatus.DONE);
        }
    }

    /** However the lease ends, the job has no consumer afterwards, and its next delivery is counted as its second. */
    @Example
    @Label(CONSUMERS + "a name ends with its lease")
    default void theNameEndsWithTheLease() {
        Map<String, BiConsumer<Trial, LeasedJob>> endings = Map.of(
                "release", (trial, job) -> trial.release(job),
                "fail", (trial, job) -> trial.fail(job, 0),
                "throttle",
                        (trial, job) -> {
                            if (trial.offers(Feature.THROTTLING)) {
                                trial.throttle(job, 1L, 1);
                                trial.pass(1);
                            } else {
                                trial.release(job);
                            }
                        },
                "expiry",
                        (trial, job) -> {
                            trial.pass(Trial.LEASE_MICROS);
                            trial.requeue();
                        });
        endings.forEach((name, ending) -> {
            try (Trial trial = begin()) {
                if (!trial.offers(Feature.CONSUMERS)) {
                    return;
                }
                trial.enqueue("queue", "job");
                ending.accept(trial, take(trial, "worker"));

                assertThat(holder(trial, "job")).as(name).isEmpty();
                assertThat(trial.state("queue", "job")).as(name).hasValue(JobState.QUEUED);
                LeasedJob again = take(trial, null);
                assertThat(again.deliveries()).isEqualTo(2);
                assertThat(holder(trial, "job")).as(name).isEmpty();
            }
        });
    }

    /** A job that died or is finished is under no lease. */
    @Example
    @Label(CONSUMERS + "a dead and a finished job have no consumer")
    default void theNameOfADeadOrFinishedJobIsForgotten() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.CONSUMERS)) {
                return;
            }
            trial.enqueue(Trial.item("queue", "job", new JobOptions(0, 0, 0, null), QueueChange.NONE));
            trial.fail(take(trial, "worker"), 0);
            assertThat(trial.state("queue", "job")).hasValue(JobState.DEAD);
            assertThat(holder(trial, "job")).isEmpty();
            RedriveRequest redrive = new RedriveRequest(Trial.TYPE, List.of(new JobRef("queue", "job")));
            assertThat(Trial.get(trial.backend().redrive(redrive)).get(0).done())
                    .isTrue();

            LeasedJob job = take(trial, "another");
            FinishRequest finish = FinishRequest.of(Trial.TYPE, List.of(Trial.lease(job)), 1_000_000);
            Trial.get(trial.backend().finish(finish));
            assertThat(trial.state("queue", "job")).hasValue(JobState.FINISHED);
            assertThat(holder(trial, "job")).isEmpty();
            assertThat(trial.find("queue", "job").orElseThrow().deliveries()).isEqualTo(2);
        }
    }
}
