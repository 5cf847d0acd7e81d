package io.sharq.test;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.api.DequeueFrom;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.QueueDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a queue. Those that begin with {@code releases} act as a worker: they dequeue from the queue, and move the clock
 * if a job is not ready yet. Those that begin with {@code released} look at what workers got before. All others look at what the
 * queue holds now.
 */
public final class QueueAssert extends AbstractAssert<QueueAssert, TestQueue> {
    private static final Duration LONGEST = Duration.ofDays(1);

    private @Nullable Instant releasedAt;
    private Instant began;

    QueueAssert(TestQueue queue) {
        super(queue, QueueAssert.class);
        began = queue.test().now();
    }

    /**
     * Verifies that a job is the next that the queue releases, now or after a wait of at most a day, for which the clock
     * moves. The job is finished. If it is another job, that one stays active.
     *
     * @param jobId the job
     * @return this, to which {@link #at}, {@link #after} or {@link #atOnce} may be added
     */
    public QueueAssert releases(String jobId) {
        began = actual.test().now();
        Delivery delivery = next(LONGEST)
                .orElseThrow(() -> failure(
                        "Expected %s to release <%s>, but it releases nothing within %s: %s",
                        actual, jobId, LONGEST, description()));
        if (!delivery.job().id().equals(jobId)) {
            throw failure(
                    "Expected %s to release <%s>, but it releases <%s>",
                    actual, jobId, delivery.job().id());
        }
        LeaseStatus unused = actual.test().sharq().finish(delivery.lease());
        releasedAt = delivery.releasedAt();
        return this;
    }

    /**
     * Verifies that jobs are the next that the queue releases, in this order, as {@link #releases(String)} does for one.
     *
     * @param jobIds the jobs
     * @return this
     */
    public QueueAssert releasesInOrder(String... jobIds) {
        for (String jobId : jobIds) {
            releases(jobId);
        }
        return this;
    }

    /**
     * Verifies when the job of the last {@link #releases(String)} was released.
     *
     * @param instant the instant, exact to the microsecond
     * @return this
     */
    public QueueAssert at(Instant instant) {
        Instant actualInstant = lastRelease();
        if (!actualInstant.equals(instant)) {
            throw failureWithActualExpected(
                    actualInstant,
                    instant,
                    "Expected %s to release the job at <%s>, but it did at <%s>",
                    actual,
                    instant,
                    actualInstant);
        }
        return this;
    }

    /**
     * Verifies how long the last {@link #releases(String)} had to wait.
     *
     * @param span the span, exact to the microsecond
     * @return this
     */
    public QueueAssert after(Duration span) {
        return at(began.plus(span));
    }

    /**
     * Verifies that the last {@link #releases(String)} did not have to wait.
     *
     * @return this
     */
    public QueueAssert atOnce() {
        return after(Duration.ZERO);
    }

    private Instant lastRelease() {
        Instant last = releasedAt;
        if (last == null) {
            throw new IllegalStateException("at, after and atOnce follow releases");
        }
        return last;
    }

    /**
     * Verifies that the queue releases nothing now.
     *
     * @return this
     */
    public QueueAssert releasesNothing() {
        return releasesNothingFor(Duration.ZERO);
    }

    /**
     * Verifies that the queue releases nothing now and for a span, by which the clock moves.
     *
     * @param span the span; at its end nothing is released either
     * @return this
     */
    public QueueAssert releasesNothingFor(Duration span) {
        next(span).ifPresent(delivery -> {
            throw failure(
                    "Expected %s to release nothing for %s, but it releases <%s> at <%s>",
                    actual, span, delivery.job().id(), delivery.releasedAt());
        });
        return this;
    }

    private Optional<Delivery> next(Duration longest) {
        DequeueOptions options = DequeueOptions.of(actual.key().type())
                .from(new DequeueFrom.Queue(actual.key().id()));
        List<Delivery> taken = new ArrayList<>();
        boolean unused = actual.test()
                .time()
                .advanceUntil(
                        () -> taken.addAll(
                                actual.test().sharq().dequeue(options).jobs()),
                        longest);
        return taken.stream().findFirst();
    }

    /**
     * Verifies which jobs workers got from the queue so far, in order. A job that was delivered again is named again.
     *
     * @param jobIds the jobs
     * @return this
     */
    public QueueAssert released(String... jobIds) {
        List<String> actualIds =
                releases().stream().map(release -> release.job().id()).toList();
        if (!actualIds.equals(List.of(jobIds))) {
            throw failureWithActualExpected(
                    actualIds,
                    List.of(jobIds),
                    "Expected %s to have released%n  <%s>%nbut it has released%n  <%s>",
                    actual,
                    List.of(jobIds),
                    actualIds);
        }
        return this;
    }

    /**
     * Verifies that no two releases of the queue were closer together than a span.
     *
     * @param span the span
     * @return this
     */
    public QueueAssert releasedNoTwoCloserThan(Duration span) {
        List<Release> all = releases();
        for (int i = 1; i < all.size(); i++) {
            Release one = all.get(i - 1);
            Release other = all.get(i);
            Duration apart = Duration.between(one.at(), other.at());
            if (apart.compareTo(span) < 0) {
                throw failure(
                        "Expected no two releases of %s closer than %s, but <%s> at <%s> and <%s> at <%s> are %s apart",
                        actual, span, one.job().id(), one.at(), other.job().id(), other.at(), apart);
            }
        }
        return this;
    }

    private List<Release> releases() {
        return actual.test().releases().stream()
                .filter(release -> release.job().queue().equals(actual.key()))
                .toList();
    }

    /**
     * Verifies how many jobs wait.
     *
     * @param length the number
     * @return this
     */
    public QueueAssert hasLength(long length) {
        return has(length, "waiting", QueueDescription::length);
    }

    /**
     * Verifies how many jobs are with workers.
     *
     * @param active the number
     * @return this
     */
    public QueueAssert hasActive(long active) {
        return has(active, "active", QueueDescription::active);
    }

    /**
     * Verifies how many jobs are dead.
     *
     * @param dead the number
     * @return this
     */
    public QueueAssert hasDead(long dead) {
        return has(dead, "dead", QueueDescription::dead);
    }

    /**
     * Verifies that no job waits, is with a worker, or is dead.
     *
     * @return this
     */
    public QueueAssert isEmpty() {
        return hasLength(0).hasActive(0).hasDead(0);
    }

    private QueueAssert has(long expected, String kind, ToLongFunction<QueueDescription> count) {
        long found = actual.test()
                .sharq()
                .queue(actual.key())
                .describe()
                .map(count::applyAsLong)
                .orElse(0L);
        if (found != expected) {
            throw failureWithActualExpected(
                    found,
                    expected,
                    "Expected %s to have <%s> %s jobs, but it has <%s>",
                    actual,
                    expected,
                    kind,
                    found);
        }
        return this;
    }

    /**
     * Verifies the state of a job.
     *
     * @param jobId the job
     * @param state the state
     * @return this
     */
    public QueueAssert hasJob(String jobId, JobState state) {
        Object found = find(jobId).<Object>map(JobDescription::state).orElse("not there");
        if (!found.equals(state)) {
            throw failureWithActualExpected(
                    found,
                    state,
                    "Expected the job <%s> of %s to be <%s>, but it is <%s>",
                    jobId,
                    actual,
                    state,
                    found);
        }
        return this;
    }

    /**
     * Verifies that the queue does not hold a job.
     *
     * @param jobId the job
     * @return this
     */
    public QueueAssert hasNoJob(String jobId) {
        find(jobId).ifPresent(job -> {
            throw failure("Expected %s not to have the job <%s>, but it is <%s>", actual, jobId, job.state());
        });
        return this;
    }

    private Optional<JobDescription> find(String jobId) {
        return actual.test().sharq().find(new JobKey(actual.key(), jobId));
    }

    private Object description() {
        return actual.test()
                .sharq()
                .queue(actual.key())
                .describe()
                .<Object>map(it -> it)
                .orElse("there is no such queue");
    }
}
