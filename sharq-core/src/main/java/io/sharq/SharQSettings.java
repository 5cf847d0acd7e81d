package io.sharq;

import static io.sharq.config.section.SharQSection.BACKEND;
import static io.sharq.config.section.SharQSection.DEAD_JOB_MAX_AGE;
import static io.sharq.config.section.SharQSection.DEAD_JOB_MAX_COUNT;
import static io.sharq.config.section.SharQSection.DEFAULT_JOB_REQUEUE_LIMIT;
import static io.sharq.config.section.SharQSection.FINISHED_RETENTION;
import static io.sharq.config.section.SharQSection.JOB_EXPIRE_INTERVAL;
import static io.sharq.config.section.SharQSection.JOB_REQUEUE_INTERVAL;
import static io.sharq.config.section.SharQSection.MAX_BATCH_SIZE;
import static io.sharq.config.section.SharQSection.MAX_PAYLOAD_SIZE;
import static io.sharq.config.section.SharQSection.RETRY_FOR;
import static io.sharq.config.section.SharQSection.SECTION;

import io.sharq.api.DeadLimits;
import io.sharq.settings.Setting;
import io.sharq.settings.SettingValues;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link SharQ} that are the same for every backend. Immutable; two are equal if
 * the same values hold.
 */
public final class SharQSettings {
    private final SettingValues values;

    private SharQSettings(SettingValues values) {
        this.values = values;
    }

    /**
     * The defaults: leases of a second, upkeep every second, requeued always, payloads of at most 1 MiB, batches of at
     * most 1,000, finished jobs forgotten at once, 10,000 dead jobs a type kept for 14 days, and failed calls made again
     * for 3 seconds.
     */
    public static SharQSettings defaults() {
        return builder().build();
    }

    /** Settings that begin with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The settings of values of {@code [sharq]}, without its choice of a backend.
     *
     * @param values the values
     * @return the settings
     */
    public static SharQSettings of(SettingValues values) {
        return new SharQSettings(values.without(BACKEND));
    }

    /** How long a lease lasts. */
    public Duration jobExpireInterval() {
        return values.get(JOB_EXPIRE_INTERVAL);
    }

    /** How long upkeep waits between two rounds. */
    public Duration jobRequeueInterval() {
        return values.get(JOB_REQUEUE_INTERVAL);
    }

    /**
     * How often a job comes back whose enqueue does not say.
     *
     * @return the limit, -1 for always
     */
    public int defaultJobRequeueLimit() {
        return values.get(DEFAULT_JOB_REQUEUE_LIMIT);
    }

    /**
     * How large a payload may be.
     *
     * @return the number of bytes
     */
    public int maxPayloadSize() {
        return values.get(MAX_PAYLOAD_SIZE);
    }

    /** How many items one call may carry. */
    public int maxBatchSize() {
        return values.get(MAX_BATCH_SIZE);
    }

    /**
     * How long a finished job is remembered, so that its id is still a duplicate.
     *
     * @return the span, zero for not at all
     */
    public Duration finishedRetention() {
        return values.get(FINISHED_RETENTION);
    }

    /** How many dead jobs a type keeps. */
    public int deadJobMaxCount() {
        return values.get(DEAD_JOB_MAX_COUNT);
    }

    /** How long a dead job is kept. */
    public Duration deadJobMaxAge() {
        return values.get(DEAD_JOB_MAX_AGE);
    }

    /**
     * How long after its first failure a call is made again, where that is safe. An attempt that is on its way then is
     * waited for.
     *
     * @return the span, zero for not at all
     */
    public Duration retryFor() {
        return values.get(RETRY_FOR);
    }

    DeadLimits deadLimits() {
        return new DeadLimits(deadJobMaxCount(), Micros.of(DEAD_JOB_MAX_AGE.key(), deadJobMaxAge()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SharQSettings that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Collects settings. Each method refuses a value out of range and names the key. Not thread-safe. */
    public static final class Builder {
        private SettingValues values = SettingValues.defaults(SECTION);

        private Builder() {}

        /**
         * How long a lease lasts.
         *
         * @param span at least a microsecond
         * @return this
         */
        public Builder jobExpireInterval(Duration span) {
            return with(JOB_EXPIRE_INTERVAL, span);
        }

        /**
         * How long upkeep waits between two rounds.
         *
         * @param span at least a microsecond
         * @return this
         */
        public Builder jobRequeueInterval(Duration span) {
            return with(JOB_REQUEUE_INTERVAL, span);
        }

        /**
         * How often a job comes back whose enqueue does not say.
         *
         * @param limit -1 for always
         * @return this
         */
        public Builder defaultJobRequeueLimit(int limit) {
            return with(DEFAULT_JOB_REQUEUE_LIMIT, limit);
        }

        /**
         * How large a payload may be.
         *
         * @param bytes the number of bytes, at most 512 MiB
         * @return this
         */
        public Builder maxPayloadSize(int bytes) {
            return with(MAX_PAYLOAD_SIZE, bytes);
        }

        /**
         * How many items one call may carry.
         *
         * @param items the number, at most 10,000
         * @return this
         */
        public Builder maxBatchSize(int items) {
            return with(MAX_BATCH_SIZE, items);
        }

        /**
         * How long a finished job is remembered, so that its id is still a duplicate.
         *
         * @param span zero for not at all
         * @return this
         */
        public Builder finishedRetention(Duration span) {
            return with(FINISHED_RETENTION, span);
        }

        /**
         * How many dead jobs a type keeps.
         *
         * @param jobs the number, 0 for none
         * @return this
         */
        public Builder deadJobMaxCount(int jobs) {
            return with(DEAD_JOB_MAX_COUNT, jobs);
        }

        /**
         * How long a dead job is kept.
         *
         * @param span at least a microsecond
         * @return this
         */
        public Builder deadJobMaxAge(Duration span) {
            return with(DEAD_JOB_MAX_AGE, span);
        }

        /**
         * How long after its first failure a call is made again, where that is safe.
         *
         * @param span zero for not at all
         * @return this
         */
        public Builder retryFor(Duration span) {
            return with(RETRY_FOR, span);
        }

        private <T> Builder with(Setting<T> setting, T value) {
            values = values.with(setting, value);
            return this;
        }

        /** The settings. */
        public SharQSettings build() {
            return new SharQSettings(values);
        }
    }
}
