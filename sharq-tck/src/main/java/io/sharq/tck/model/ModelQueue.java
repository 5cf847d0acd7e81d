package io.sharq.tck.model;

import io.sharq.api.JobState;
import io.sharq.api.QueueSetting;
import io.sharq.api.SettingSource;
import io.sharq.api.limit.LimitNames;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.rules.Throttling;
import io.sharq.spi.QueueChange;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A queue: its jobs in one map, its settings, and its turn. */
final class ModelQueue {
    private static final Throttling NOT_THROTTLED = new Throttling(0, 0, 0);

    final String id;
    final Map<String, ModelJob> jobs = new TreeMap<>();
    final ModelCounts counts = new ModelCounts();

    /** Its own settings, null for those that it has by default (rule 24). */
    @Nullable
    Long interval;

    @Nullable
    Boolean ordered;

    @Nullable
    Integer concurrency;

    @Nullable
    LimitNames limits;

    boolean pinned;

    /** Whether a configure named its own limits. Then it is kept as a pinned queue is. */
    boolean keepsLimits;

    boolean paused;
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

    private final ModelDefaults defaults;

    ModelQueue(String id, ModelDefaults defaults) {
        this.id = id;
        this.defaults = defaults;
    }

    long intervalMillis() {
        Long own = interval;
        return own != null ? own : defaults.value(id, QueueChange::intervalMillis, 0L);
    }

    boolean isOrdered() {
        Boolean own = ordered;
        return own != null ? own : defaults.value(id, QueueChange::ordered, false);
    }

    int concurrency() {
        Integer own = concurrency;
        return own != null ? own : defaults.value(id, QueueChange::concurrency, 0);
    }

    /** Rule 18: the limits that it draws from. */
    LimitNames limits() {
        LimitNames own = limits;
        return own != null ? own : defaults.value(id, QueueChange::limits, LimitNames.NONE);
    }

    /** The settings in force. */
    QueueChange settings() {
        return new QueueChange(intervalMillis(), isOrdered(), concurrency(), limits());
    }

    Map<QueueSetting, SettingSource> sources() {
        return Map.of(
                QueueSetting.INTERVAL,
                interval != null ? SettingSource.QUEUE : defaults.source(id, QueueChange::intervalMillis),
                QueueSetting.ORDERED,
                ordered != null ? SettingSource.QUEUE : defaults.source(id, QueueChange::ordered),
                QueueSetting.CONCURRENCY,
                concurrency != null ? SettingSource.QUEUE : defaults.source(id, QueueChange::concurrency),
                QueueSetting.LIMITS,
                limits != null ? SettingSource.QUEUE : defaults.source(id, QueueChange::limits));
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
                intervalMillis() * 1_000,
                lastRelease,
                held,
                retry,
                paused,
                isOrdered() && !ownsActive,
                concurrency(),
                count(JobState.ACTIVE),
                count(JobState.QUEUED),
                due);
    }

    void resetSettings() {
        interval = null;
        ordered = null;
        concurrency = null;
        pinned = false;
        limits = null;
        keepsLimits = false;
        paused = false;
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
