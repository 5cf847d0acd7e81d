package io.sharq;

import static io.sharq.config.section.SharQSection.BACKEND;
import static io.sharq.config.section.SharQSection.DEAD_JOB_MAX_AGE;
import static io.sharq.config.section.SharQSection.DEAD_JOB_MAX_COUNT;
import static io.sharq.config.section.SharQSection.DEFAULT_JOB_REQUEUE_LIMIT;
import static io.sharq.config.section.SharQSection.ENABLE_REQUEUE_SCRIPT;
import static io.sharq.config.section.SharQSection.FINISHED_RETENTION;
import static io.sharq.config.section.SharQSection.JOB_EXPIRE_INTERVAL;
import static io.sharq.config.section.SharQSection.JOB_REQUEUE_INTERVAL;
import static io.sharq.config.section.SharQSection.MAX_BATCH_SIZE;
import static io.sharq.config.section.SharQSection.MAX_PAYLOAD_SIZE;
import static io.sharq.config.section.SharQSection.RETRY_FOR;
import static io.sharq.config.section.SharQSection.SECTION;
import static io.sharq.config.section.SharQSection.THROTTLE_MAX_HOLD;

import io.sharq.api.DeadLimits;
import io.sharq.settings.Setting;
import io.sharq.settings.SettingValues;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link SharQ} that do not depend on the backend. Immutable. Two are equal if their values are. */
public final class SharQSettings {
    private final SettingValues values;

    private SharQSettings(SettingValues values) {
        this.values = values;
    }

    /**
     * The defaults: leases of a second, upkeep every second, no requeue limit, payloads of at most 1 MiB, batches of
     * at most 1,000 items, no retention of finished jobs, 10,000 dead jobs per type kept for 14 days, holds of at
     * most 5 minutes after throttles, and retries for 3 seconds.
     */
    public static SharQSettings defaults() {
        return builder().build();
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The settings from the values of {@code [sharq]}. The choice of a backend is not part of them.
     *
     * @param values the values
     * @return the settings
     */
    public static SharQSettings of(SettingValues values) {
        return new SharQSettings(values.without(BACKEND));
    }

    /** The length of a lease whose dequeue names none. */
    public Duration jobExpireInterval() {
        return values.get(JOB_EXPIRE_INTERVAL);
    }

    /** The pause between two rounds of upkeep. */
    public Duration jobRequeueInterval() {
        return values.get(JOB_REQUEUE_INTERVAL);
    }

    /**
     * Whether a SharQ with these settings runs upkeep, unless {@link SharQBuilder#upkeep} turns it off.
     *
     * @return true by default; false leaves upkeep to other processes of the same store
     */
    public boolean runsUpkeep() {
        return values.get(ENABLE_REQUEUE_SCRIPT);
    }

    /**
     * The requeue limit of a job whose enqueue names none.
     *
     * @return the limit, -1 for no limit
     */
    public int defaultJobRequeueLimit() {
        return values.get(DEFAULT_JOB_REQUEUE_LIMIT);
    }

    /**
     * The greatest size of a payload.
     *
     * @return the number of bytes
     */
    public int maxPayloadSize() {
        return values.get(MAX_PAYLOAD_SIZE);
    }

    /** The greatest number of items in one call. */
    public int maxBatchSize() {
        return values.get(MAX_BATCH_SIZE);
    }

    /**
     * The retention of finished jobs, during which an enqueue of the same id is a duplicate.
     *
     * @return the span, zero for none
     */
    public Duration finishedRetention() {
        return values.get(FINISHED_RETENTION);
    }

    /** The greatest number of dead jobs that a type keeps. */
    public int deadJobMaxCount() {
        return values.get(DEAD_JOB_MAX_COUNT);
    }

    /** The greatest age of a dead job. */
    public Duration deadJobMaxAge() {
        return values.get(DEAD_JOB_MAX_AGE);
    }

    /**
     * The longest hold of a queue whose jobs are throttled by an upstream that names no time (rule 22). The hold doubles
     * with each throttle, from a second on, and starts over once the queue was not held for this long.
     */
    public Duration throttleMaxHold() {
        return values.get(THROTTLE_MAX_HOLD);
    }

    /**
     * The span after a call's first failure during which it is retried, where that is safe. An attempt in flight at
     * the end of the span may finish.
     *
     * @return the span, zero for none
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

    /**
     * A builder of settings. Each method refuses a value out of range with an exception that names the key. Not
     * thread-safe.
     */
    public static final class Builder {
        private SettingValues values = SettingValues.defaults(SECTION);

        private Builder() {}

        /**
         * The length of a lease whose dequeue names none.
         *
         * @param span at least a microsecond
         * @return this
         */
        public Builder jobExpireInterval(Duration span) {
            return with(JOB_EXPIRE_INTERVAL, span);
        }

        /**
         * The pause between two rounds of upkeep.
         *
         * @param span at least a microsecond
         * @return this
         */
        public Builder jobRequeueInterval(Duration span) {
            return with(JOB_REQUEUE_INTERVAL, span);
        }

        /**
         * Whether a SharQ with these settings runs upkeep: {@code enable_requeue_script} of a file.
         *
         * @param isOn false if other processes of the same store run it
         * @return this
         */
        public Builder runUpkeep(boolean isOn) {
            return with(ENABLE_REQUEUE_SCRIPT, isOn);
        }

        /**
         * The requeue limit of a job whose enqueue names none.
         *
         * @param limit the limit, -1 for no limit
         * @return this
         */
        public Builder defaultJobRequeueLimit(int limit) {
            return with(DEFAULT_JOB_REQUEUE_LIMIT, limit);
        }

        /**
         * The greatest size of a payload.
         *
         * @param bytes the number of bytes, at most 512 MiB
         * @return this
         */
        public Builder maxPayloadSize(int bytes) {
            return with(MAX_PAYLOAD_SIZE, bytes);
        }

        /**
         * The greatest number of items in one call.
         *
         * @param items the number, at most 10,000
         * @return this
         */
        public Builder maxBatchSize(int items) {
            return with(MAX_BATCH_SIZE, items);
        }

        /**
         * The retention of finished jobs, during which an enqueue of the same id is a duplicate.
         *
         * @param span the span, zero for none
         * @return this
         */
        public Builder finishedRetention(Duration span) {
            return with(FINISHED_RETENTION, span);
        }

        /**
         * The greatest number of dead jobs that a type keeps.
         *
         * @param jobs the number, 0 for none
         * @return this
         */
        public Builder deadJobMaxCount(int jobs) {
            return with(DEAD_JOB_MAX_COUNT, jobs);
        }

        /**
         * The greatest age of a dead job.
         *
         * @param span at least a microsecond
         * @return this
         */
        public Builder deadJobMaxAge(Duration span) {
            return with(DEAD_JOB_MAX_AGE, span);
        }

        /**
         * The longest hold of a queue whose jobs are throttled by an upstream that names no time.
         *
         * @param span at least a microsecond
         * @return this
         */
        public Builder throttleMaxHold(Duration span) {
            return with(THROTTLE_MAX_HOLD, span);
        }

        /**
         * The span after a call's first failure during which it is retried, where that is safe.
         *
         * @param span the span, zero for none
         * @return this
         */
        public Builder retryFor(Duration span) {
            return with(RETRY_FOR, span);
        }

        private <T> Builder with(Setting<T> setting, T value) {
            values = values.with(setting, value);
            return this;
        }

        /** Builds the settings. */
        public SharQSettings build() {
            return new SharQSettings(values);
        }
    }
}
