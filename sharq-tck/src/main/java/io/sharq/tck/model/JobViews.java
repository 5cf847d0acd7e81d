package io.sharq.tck.model;

import io.sharq.api.Blocker;
import io.sharq.api.EpochMicros;
import io.sharq.api.Headers;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Lease;
import io.sharq.api.Metrics;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Forecast;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.rules.limit.LimitGate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The read-only operations, rule 16 included. Reading a queue first moves its due jobs to their places. */
final class JobViews {
    private JobViews() {}

    private static Optional<ModelQueue> find(Now now, String queueId) {
        Optional<ModelQueue> queue = now.type().find(queueId, now.at());
        queue.ifPresent(found -> found.promote(now.at()));
        return queue;
    }

    static Optional<QueueDescription> describe(Now now, QueueKey key) {
        return find(now, key.id()).map(queue -> view(now, key, queue));
    }

    private static QueueDescription view(Now now, QueueKey key, ModelQueue queue) {
        boolean typePaused = now.type().paused;
        QueueFacts facts = queue.facts(false);
        long own = typePaused ? Readiness.NEVER : Readiness.next(facts);
        long next = allOpen(now, queue, own);
        boolean isHeld = queue.held > now.at();
        return new QueueDescription(
                key,
                Duration.ofMillis(queue.intervalMillis()),
                queue.pinned,
                queue.isOrdered(),
                queue.concurrency(),
                queue.sources(),
                queue.paused,
                typePaused,
                isHeld ? Optional.of(instant(now, queue.held)) : Optional.empty(),
                isHeld ? queue.holdReason : "",
                queue.length(),
                queue.count(JobState.SCHEDULED),
                queue.count(JobState.ACTIVE),
                queue.count(JobState.DEAD),
                own == Readiness.NEVER || next == Math.max(own, now.at())
                        ? Readiness.blocker(facts, typePaused, now.at())
                        : Blocker.LIMIT,
                next == Readiness.NEVER ? Optional.empty() : Optional.of(instant(now, next)),
                queue.limits(),
                now.stamp());
    }

    /** The instant from which the limits of the queue are open too, at the earliest now. */
    private static long allOpen(Now now, ModelQueue queue, long own) {
        List<LimitGate> gates = now.type().limitsOf(queue).stream()
                .map(limit -> limit.gate(now.instant()))
                .toList();
        return own == Readiness.NEVER ? own : LimitGate.allOpenAt(Math.max(own, now.at()), gates, now.instant());
    }

    static Optional<JobDescription> find(Now now, JobKey key) {
        String queueId = key.queue().id();
        return find(now, queueId)
                .flatMap(queue -> now.type().find(queueId, key.id(), now.at()))
                .map(job -> view(now, key, job));
    }

    private static JobDescription view(Now now, JobKey key, ModelJob job) {
        boolean isQueued = job.is(JobState.QUEUED);
        long position = job.queue.in(JobState.QUEUED).indexOf(job);
        boolean hasInstant = !isQueued && !job.is(JobState.DEAD);
        return new JobDescription(
                key,
                job.state,
                job.place.order(),
                isQueued ? OptionalLong.of(position) : OptionalLong.empty(),
                earliestRelease(now, job, position),
                job.deliveries,
                job.requeues,
                job.limit,
                Optional.ofNullable(job.token).map(token -> new Lease(key, token, instant(now, job.until))),
                Optional.ofNullable(job.consumer),
                hasInstant ? Optional.of(instant(now, job.until)) : Optional.empty(),
                deadline(now, job),
                Optional.ofNullable(job.failure),
                job.is(JobState.FINISHED) ? Headers.NONE : job.headers,
                Optional.ofNullable(job.result),
                now.stamp());
    }

    /** The waiting jobs: the queued ones by place, then the scheduled ones by the instants at which they are due. */
    static List<WaitingJob> waiting(Now now, QueueKey key) {
        Optional<ModelQueue> queue = find(now, key.id());
        List<ModelJob> queued = queue.map(found -> found.in(JobState.QUEUED)).orElse(List.of());
        List<ModelJob> scheduled = queue.map(ModelQueue::scheduled).orElse(List.of());
        return Stream.concat(queued.stream(), scheduled.stream())
                .map(job -> new WaitingJob(
                        new JobKey(key, job.id),
                        job.state,
                        job.place.order(),
                        job.is(JobState.SCHEDULED) ? Optional.of(instant(now, job.until)) : Optional.empty(),
                        earliestRelease(now, job, queued.indexOf(job)),
                        deadline(now, job),
                        job.headers))
                .toList();
    }

    private static Optional<Instant> earliestRelease(Now now, ModelJob job, long position) {
        if (!job.waits() || job.queue.paused || now.type().paused) {
            return Optional.empty();
        }
        QueueFacts facts = job.queue.facts(false);
        long at = job.is(JobState.QUEUED)
                ? Forecast.queued(facts, position, now.at())
                : Forecast.scheduled(facts, job.until, now.at());
        long release = allOpen(now, job.queue, at);
        boolean hasNone = release == Readiness.NEVER || Deadlines.hasPassed(job.deadline, release);
        return hasNone ? Optional.empty() : Optional.of(instant(now, release));
    }

    private static Optional<Instant> deadline(Now now, ModelJob job) {
        boolean hasNone = job.deadline == Deadlines.NONE || job.is(JobState.DEAD) || job.is(JobState.FINISHED);
        return hasNone ? Optional.empty() : Optional.of(instant(now, job.deadline));
    }

    private static Instant instant(Now now, long steadyMicros) {
        return EpochMicros.toInstant(now.toWall(steadyMicros));
    }

    static Optional<Metrics> count(Now now, String queueId) {
        return find(now, queueId).map(queue -> count(now, List.of(queue), queue.counts));
    }

    static Metrics count(Now now) {
        return count(now, now.type().queues.values(), now.type().counts);
    }

    private static Metrics count(Now now, Collection<ModelQueue> queues, ModelCounts counts) {
        return new Metrics(
                counts.window(now.wall()),
                queues.stream().mapToLong(ModelQueue::length).sum(),
                count(queues, JobState.SCHEDULED),
                count(queues, JobState.ACTIVE),
                count(queues, JobState.DEAD),
                EpochMicros.toInstant(oldestReady(now, queues)),
                EpochMicros.toInstant(now.wall()));
    }

    private static OptionalLong oldestReady(Now now, Collection<ModelQueue> queues) {
        return queues.stream()
                .mapToLong(now.turns()::ready)
                .filter(since -> since <= now.at() && !now.type().paused)
                .map(now::toWall)
                .min();
    }

    private static long count(Collection<ModelQueue> queues, JobState state) {
        return queues.stream().mapToLong(queue -> queue.count(state)).sum();
    }
}
