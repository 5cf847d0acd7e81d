package io.sharq.tck.model;

import io.sharq.api.JobState;
import io.sharq.api.StoreBounds;
import io.sharq.rules.Memory;
import io.sharq.rules.Readiness;
import io.sharq.rules.Revision;
import io.sharq.rules.SteadyTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A type: its queues, its steady time and its revision. */
final class ModelType {
    final StoreBounds bounds;
    final Map<String, ModelQueue> queues = new TreeMap<>();
    final ModelDefaults defaults = new ModelDefaults();
    final ModelCounts counts = new ModelCounts();
    final Map<String, ModelLimit> limits = new TreeMap<>();
    final Map<Long, List<ModelJob>> dequeues = new TreeMap<>();
    boolean paused;
    private SteadyTime time = SteadyTime.START;
    private long revision;

    ModelType(StoreBounds bounds) {
        this.bounds = bounds;
    }

    /** Returns the instant of an operation that may change something. Records a step back of the clock. */
    long begin(long wall) {
        if (time.stepsBackAt(wall)) {
            time = time.at(wall);
        }
        return time.at(wall).nowMicros();
    }

    /** Whether the wall clock was set back since the last recorded operation. */
    boolean isAheadOf(long wall) {
        return time.stepsBackAt(wall);
    }

    /** Returns the instant of a read-only operation. Records nothing. */
    long look(long wall) {
        return time.at(wall).nowMicros();
    }

    /** Updates steady time. Upkeep does so always, so that what it forgets stays forgotten. */
    void move(long now) {
        time = time.at(time.toWallMicros(now));
    }

    long change(long now) {
        move(now);
        revision = Revision.next(revision, now);
        return revision;
    }

    long revision() {
        return revision;
    }

    long toWall(long steady, long wall) {
        return time.at(wall).toWallMicros(steady);
    }

    long fromWall(long instant, long wall) {
        return time.at(wall).fromWallMicros(instant);
    }

    /**
     * Finds a queue that is not forgotten. A forgotten queue stays stored until an operation replaces or removes it.
     */
    Optional<ModelQueue> find(String id, long now) {
        return Optional.ofNullable(queues.get(id)).filter(queue -> queue.forget > now);
    }

    List<String> known(long now) {
        return queues.keySet().stream().filter(id -> find(id, now).isPresent()).toList();
    }

    boolean isKept(long now) {
        return paused || !limits.isEmpty() || !defaults.isEmpty() || !known(now).isEmpty();
    }

    /** Whether nothing is kept of the type: it has no queues, no limits and no defaults, and is not paused. */
    boolean isGone() {
        return queues.isEmpty() && limits.isEmpty() && defaults.isEmpty() && !paused;
    }

    /**
     * Whether the bound admits a queue. A forgotten queue counts until a requeue removes it; recreating it is always
     * admitted.
     */
    boolean hasRoomFor(String id) {
        return queues.containsKey(id) || queues.size() < bounds.maxQueues();
    }

    ModelQueue findOrMake(String id, long now) {
        return find(id, now).orElseGet(() -> {
            ModelQueue made = new ModelQueue(id, defaults);
            queues.put(id, made);
            return made;
        });
    }

    Optional<ModelJob> find(String queueId, String jobId, long now) {
        return find(queueId, now).map(queue -> queue.jobs.get(jobId)).filter(job -> !job.isForgotten(now));
    }

    /** The limits that a queue draws from. */
    List<ModelLimit> limitsOf(ModelQueue queue) {
        if (limits.isEmpty()) {
            return List.of();
        }
        return queue.limits().names().stream()
                .map(limits::get)
                .filter(Objects::nonNull)
                .toList();
    }

    void settle(ModelQueue queue, long now) {
        queue.takeTurn(false, false, now, revision);
        boolean isEmpty = queue.jobs.values().stream().allMatch(job -> job.is(JobState.FINISHED));
        queue.forget = isEmpty
                ? Memory.until(
                        queue.facts(false), queue.pinned || queue.paused || queue.keepsLimits, queue.retained, now)
                : Readiness.NEVER;
    }

    /** The waiting jobs whose deadlines have passed. */
    List<ModelJob> overdue(long now) {
        return queues.values().stream()
                .flatMap(queue -> queue.jobs.values().stream())
                .filter(job -> job.isOverdue(now))
                .toList();
    }

    List<ModelJob> all(JobState state) {
        return queues.values().stream()
                .flatMap(queue -> queue.in(state).stream())
                .toList();
    }
}
