package io.sharq.inmemory;

import io.sharq.api.Blocker;
import io.sharq.api.DeadJob;
import io.sharq.api.EpochMicros;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Lease;
import io.sharq.api.LeaseToken;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Stamp;
import io.sharq.api.WaitingJob;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Forecast;
import io.sharq.rules.Minutes;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.rules.limit.LimitGate;
import io.sharq.rules.limit.LimitInstant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The read-only operations on one type, at one reading of its clock. They change nothing that a caller can observe. */
final class JobViews {
    private interface Sight<T> {
        @Nullable
        T of(QueueState queue);
    }

    private final TypeState type;
    private final TypeClock.Look look;

    JobViews(TypeState type) {
        this.type = type;
        this.look = type.clock.look();
    }

    Optional<QueueDescription> describe(String queueId) {
        return see(queueId, this::view);
    }

    private <T> Optional<T> see(String queueId, Sight<T> sight) {
        QueueState queue = type.queues.get(queueId);
        if (queue == null) {
            return Optional.empty();
        }
        synchronized (queue) {
            if (queue.isForgottenAt(look.nowMicros())) {
                return Optional.empty();
            }
            queue.promote(look.nowMicros());
            return Optional.ofNullable(sight.of(queue));
        }
    }

    private QueueDescription view(QueueState queue) {
        QueueFacts facts = queue.facts(false);
        boolean isHeld = queue.heldUntilMicros > look.nowMicros();
        long own = type.isPaused ? Readiness.NEVER : Readiness.next(facts);
        long next = allOpen(queue, own);
        return new QueueDescription(
                new QueueKey(type.name, queue.id),
                Duration.of(queue.intervalMicros, ChronoUnit.MICROS),
                queue.pinned,
                queue.ordered,
                queue.concurrency,
                queue.sources(),
                queue.paused,
                type.isPaused,
                isHeld ? Optional.of(instant(queue.heldUntilMicros)) : Optional.empty(),
                isHeld ? queue.holdReason : "",
                queue.length(),
                queue.scheduled.size(),
                queue.active,
                queue.dead,
                own == Readiness.NEVER || next == Math.max(own, look.nowMicros())
                        ? Readiness.blocker(facts, type.isPaused, look.nowMicros())
                        : Blocker.LIMIT,
                next == Readiness.NEVER ? Optional.empty() : Optional.of(instant(next)),
                queue.limits,
                stamp());
    }

    /** The instant from which the limits of the queue are open too, at the earliest now. */
    private long allOpen(QueueState queue, long own) {
        if (own == Readiness.NEVER) {
            return own;
        }
        LimitInstant at = instant();
        return LimitGate.allOpenAt(Math.max(own, look.nowMicros()), type.limits.gates(queue, at), at);
    }

    private LimitInstant instant() {
        return new LimitInstant(look.nowMicros(), look.wallMicros());
    }

    private Instant instant(long steadyMicros) {
        return EpochMicros.toInstant(look.toWallMicros(steadyMicros));
    }

    Optional<JobDescription> find(JobKey key) {
        return see(key.queue().id(), queue -> {
            Job job = queue.jobs.get(key.id());
            return job == null || job.isForgottenAt(look.nowMicros()) ? null : view(queue, job, key);
        });
    }

    /** Rule 27: finds a job, and notes that its end is waited for. */
    Optional<JobDescription> watch(JobKey key) {
        return see(key.queue().id(), queue -> {
            Job job = queue.jobs.get(key.id());
            if (job == null || job.isForgottenAt(look.nowMicros())) {
                return null;
            }
            job.watched = job.state != JobState.FINISHED && job.state != JobState.DEAD;
            return view(queue, job, key);
        });
    }

    private JobDescription view(QueueState queue, Job job, JobKey key) {
        boolean isQueued = job.state == JobState.QUEUED;
        boolean isActive = job.state == JobState.ACTIVE;
        boolean hasInstant = isActive || job.state == JobState.SCHEDULED || job.state == JobState.FINISHED;
        long position = isQueued ? position(queue, job) : 0;
        return new JobDescription(
                key,
                job.state,
                job.place.order(),
                isQueued ? OptionalLong.of(position) : OptionalLong.empty(),
                earliest(queue, job, position),
                job.deliveries,
                job.requeues,
                job.requeueLimit,
                isActive
                        ? Optional.of(new Lease(key, new LeaseToken(job.number, job.nonce), instant(job.untilMicros)))
                        : Optional.empty(),
                isActive ? Optional.ofNullable(job.consumer) : Optional.empty(),
                hasInstant ? Optional.of(instant(job.untilMicros)) : Optional.empty(),
                deadline(job),
                Optional.ofNullable(job.lastFailure),
                job.headers,
                Optional.ofNullable(job.result),
                stamp());
    }

    Page<WaitingJob> waiting(QueueKey key, WaitingJobs after, int limit) {
        return see(key.id(), queue -> waiting(queue, key, after.of(queue, limit + 1), limit))
                .orElse(new Page<>(List.of(), null));
    }

    private Page<WaitingJob> waiting(QueueState queue, QueueKey key, List<Job> jobs, int limit) {
        List<WaitingJob> items = new ArrayList<>();
        long position = jobs.isEmpty() || jobs.get(0).state == JobState.SCHEDULED ? 0 : position(queue, jobs.get(0));
        for (Job job : jobs.subList(0, Math.min(limit, jobs.size()))) {
            items.add(new WaitingJob(
                    new JobKey(key, job.id),
                    job.state,
                    job.place.order(),
                    job.state == JobState.SCHEDULED ? Optional.of(instant(job.untilMicros)) : Optional.empty(),
                    earliest(queue, job, position),
                    deadline(job),
                    job.headers));
            position++;
        }
        boolean isLast = items.size() == jobs.size();
        return new Page<>(
                items, isLast ? null : WaitingJobs.at(jobs.get(limit - 1)).toCursor());
    }

    private static long position(QueueState queue, Job job) {
        return queue.queued.headMap(job.place).size();
    }

    private Optional<Instant> earliest(QueueState queue, Job job, long position) {
        boolean waits = job.state == JobState.QUEUED || job.state == JobState.SCHEDULED;
        if (!waits || queue.paused || type.isPaused) {
            return Optional.empty();
        }
        QueueFacts facts = queue.facts(false);
        long release = allOpen(
                queue,
                job.state == JobState.QUEUED
                        ? Forecast.queued(facts, position, look.nowMicros())
                        : Forecast.scheduled(facts, job.untilMicros, look.nowMicros()));
        boolean hasNone = release == Readiness.NEVER || Deadlines.hasPassed(job.deadlineMicros, release);
        return hasNone ? Optional.empty() : Optional.of(instant(release));
    }

    private Optional<Instant> deadline(Job job) {
        return job.hasDeadline() ? Optional.of(instant(job.deadlineMicros)) : Optional.empty();
    }

    Optional<Metrics> metrics(String queueId) {
        return see(
                queueId,
                queue -> new Metrics(
                        queue.counts.window(Minutes.of(look.wallMicros())),
                        queue.length(),
                        queue.scheduled.size(),
                        queue.active,
                        queue.dead,
                        oldestReady(queue),
                        EpochMicros.toInstant(look.wallMicros())));
    }

    private Optional<Instant> oldestReady(QueueState queue) {
        return queue.turn == null ? Optional.empty() : oldestReady(type.limits.ready(queue, instant()));
    }

    private Optional<Instant> oldestReady(long sinceMicros) {
        boolean isReady = !type.isPaused && sinceMicros <= look.nowMicros();
        return isReady ? Optional.of(instant(sinceMicros)) : Optional.empty();
    }

    /** The metrics of the whole type. They are no snapshot: the queues are counted one after the other. */
    Metrics metrics() {
        long length = 0;
        long delayed = 0;
        long active = 0;
        for (QueueState queue : type.queues.all()) {
            synchronized (queue) {
                length += queue.length();
                delayed += queue.scheduled.size();
                active += queue.active;
            }
        }
        return new Metrics(
                type.counts.window(Minutes.of(look.wallMicros())),
                length,
                delayed,
                active,
                type.deadCount.get(),
                oldestReady(type.earliestMicros(instant())),
                EpochMicros.toInstant(look.wallMicros()));
    }

    boolean isKept(QueueState queue) {
        return !queue.isForgottenAt(look.nowMicros());
    }

    /** The dead jobs after a revision, each with the revision at which it died. */
    List<Map.Entry<Long, DeadJob>> deadAfter(long revision, int limit) {
        List<Map.Entry<Long, DeadJob>> found = new ArrayList<>();
        for (Map.Entry<Long, Job> entry : type.dead.tailMap(revision, false).entrySet()) {
            if (found.size() == limit) {
                break;
            }
            Job job = entry.getValue();
            JobKey key = JobKey.of(type.name, job.queue.id, job.id);
            synchronized (job.queue) {
                DeadJob dead = new DeadJob(
                        key,
                        job.payload,
                        job.headers,
                        instant(job.untilMicros),
                        job.deliveries,
                        Optional.ofNullable(job.lastFailure));
                found.add(Map.entry(entry.getKey(), dead));
            }
        }
        return found;
    }

    private Stamp stamp() {
        return new Stamp(0, type.stamp(0).revision(), look.wallMicros());
    }
}
