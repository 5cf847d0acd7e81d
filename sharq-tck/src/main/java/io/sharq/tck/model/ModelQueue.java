package io.sharq.tck.model;

import io.sharq.api.JobState;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.rules.Throttling;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A queue: its jobs in one map, its settings, and its turn. */
final class ModelQueue {
    private static final Throttling NOT_THROTTLED = new Throttling(0, 0, 0);

    final String id;
    final Map<String, ModelJob> jobs = new TreeMap<>();
    final ModelCounts counts = new ModelCounts();
    long intervalMillis;
    boolean pinned;
    boolean ordered;
    boolean paused;
    int concurrency;
    long held;
    String holdReason = "";
    Throttling throttling = NOT_THROTTLED;
    long retry;
    long lastRelease;
    long retained;
    long forget = Readiness.NEVER;

    /** The instant since which the queue is ready. {@code turn} is the revision at which it got that instant. */
    long since = Readiness.NEVER;

    long turn;

    ModelQueue(String id) {
        this.id = id;
    }

    List<ModelJob> in(JobState state) {
        return jobs.values().stream()
                .filter(job -> job.is(state))
                .sorted(Comparator.comparing(ModelJob::place))
                .toList();
    }

    /** The scheduled jobs, by the instants at which they are due, then by place. */
    List<ModelJob> scheduled() {
        return in(JobState.SCHEDULED).stream()
                .sorted(Comparator.<ModelJob>comparingLong(job -> job.until).thenComparing(ModelJob::place))
                .toList();
    }

    long count(JobState state) {
        return in(state).size();
    }

    long length() {
        return count(JobState.QUEUED) + count(JobState.SCHEDULED);
    }

    void promote(long now) {
        in(JobState.SCHEDULED).stream().filter(job -> job.until <= now).forEach(job -> job.state = JobState.QUEUED);
    }

    QueueFacts facts(boolean ownsActive) {
        long due = in(JobState.SCHEDULED).stream()
                .mapToLong(job -> job.until)
                .min()
                .orElse(Readiness.NEVER);
        return new QueueFacts(
                intervalMillis * 1_000,
                lastRelease,
                held,
                retry,
                paused,
                ordered && !ownsActive,
                concurrency,
                count(JobState.ACTIVE),
                count(JobState.QUEUED),
                due);
    }

    void resetSettings() {
        intervalMillis = 0;
        pinned = false;
        ordered = false;
        paused = false;
        concurrency = 0;
        held = 0;
        holdReason = "";
        throttling = NOT_THROTTLED;
        retry = 0;
    }

    /** Recomputes the instant in turn. A queue that has just been served has no instant before. */
    void takeTurn(boolean wasServed, boolean ownsActive, long now, long revision) {
        long before = wasServed ? Readiness.NEVER : since;
        long after = Readiness.since(before, Readiness.next(facts(ownsActive)), now);
        if (wasServed || after != since) {
            turn = revision;
        }
        since = after;
    }
}
