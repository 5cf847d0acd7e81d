package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import java.time.Duration;

/** The settings of a {@link SharQ} that are the same for every backend. Immutable. */
public final class SharQSettings {
    private static final int MIB = 1 << 20;

    private final Builder values;

    private SharQSettings(Builder values) {
        this.values = values;
    }

    /**
     * The defaults: leases of a second, upkeep every second, requeued always, payloads of at most 1 MiB, batches of at
     * most 1,000, finished jobs forgotten at once, 10,000 dead jobs a type kept for 14 days, and failed calls made again
     * for 3 seconds.
     *
     * @return the settings
     */
    public static SharQSettings defaults() {
        return builder().build();
    }

    /**
     * Settings that begin with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How long a lease lasts.
     *
     * @return the span
     */
    public Duration jobExpireInterval() {
        return values.jobExpireInterval;
    }

    /**
     * How long upkeep waits between two rounds.
     *
     * @return the span
     */
    public Duration jobRequeueInterval() {
        return values.jobRequeueInterval;
    }

    /**
     * How often a job comes back whose enqueue does not say.
     *
     * @return the limit, -1 for always
     */
    public int defaultJobRequeueLimit() {
        return values.defaultJobRequeueLimit;
    }

    /**
     * How large a payload may be.
     *
     * @return the number of bytes
     */
    public int maxPayloadSize() {
        return values.maxPayloadSize;
    }

    /**
     * How many items one call may carry.
     *
     * @return the number
     */
    public int maxBatchSize() {
        return values.maxBatchSize;
    }

    /**
     * How long a finished job is remembered, so that its id is still a duplicate.
     *
     * @return the span, zero for not at all
     */
    public Duration finishedRetention() {
        return values.finishedRetention;
    }

    /**
     * How many dead jobs a type keeps.
     *
     * @return the number
     */
    public int deadJobMaxCount() {
        return values.deadJobMaxCount;
    }

    /**
     * How long a dead job is kept.
     *
     * @return the span
     */
    public Duration deadJobMaxAge() {
        return values.deadJobMaxAge;
    }

    /**
     * How long after its first failure a call is made again, where that is safe. An attempt that is on its way then is
     * waited for.
     *
     * @return the span, zero for not at all
     */
    public Duration retryFor() {
        return values.retryFor;
    }

    DeadLimits deadLimits() {
        return new DeadLimits(deadJobMaxCount(), Micros.of("dead_job_max_age", deadJobMaxAge()));
    }

    /** Collects settings. Each method refuses a value out of range and names the key. Not thread-safe. */
    public static final class Builder {
        private Duration jobExpireInterval = Duration.ofSeconds(1);
        private Duration jobRequeueInterval = Duration.ofSeconds(1);
        private int defaultJobRequeueLimit = Bounds.REQUEUE_ALWAYS;
        private int maxPayloadSize = MIB;
        private int maxBatchSize = 1_000;
        private Duration finishedRetention = Duration.ZERO;
        private int deadJobMaxCount = 10_000;
        private Duration deadJobMaxAge = Duration.ofDays(14);
        private Duration retryFor = Duration.ofSeconds(3);

        private Builder() {}

        /**
         * How long a lease lasts.
         *
         * @param span at least a microsecond
         * @return this
         */
        public Builder jobExpireInterval(Duration span) {
            jobExpireInterval = atLeastOneMicro("job_expire_interval", span);
            return this;
        }

        /**
         * How long upkeep waits between two rounds.
         *
         * @param span at least a microsecond
         * @return this
         */
        public Builder jobRequeueInterval(Duration span) {
            jobRequeueInterval = atLeastOneMicro("job_requeue_interval", span);
            return this;
        }

        /**
         * How often a job comes back whose enqueue does not say.
         *
         * @param limit -1 for always
         * @return this
         */
        public Builder defaultJobRequeueLimit(int limit) {
            defaultJobRequeueLimit =
                    (int) Bounds.range("default_job_requeue_limit", limit, Bounds.REQUEUE_ALWAYS, Bounds.MAX_COUNT);
            return this;
        }

        /**
         * How large a payload may be.
         *
         * @param bytes the number of bytes, at most 512 MiB
         * @return this
         */
        public Builder maxPayloadSize(int bytes) {
            maxPayloadSize = (int) Bounds.range("max_payload_size", bytes, 0, 512L * MIB);
            return this;
        }

        /**
         * How many items one call may carry.
         *
         * @param items the number, at most 10,000
         * @return this
         */
        public Builder maxBatchSize(int items) {
            maxBatchSize = (int) Bounds.range("max_batch_size", items, 1, Bounds.MAX_BATCH);
            return this;
        }

        /**
         * How long a finished job is remembered, so that its id is still a duplicate.
         *
         * @param span zero for not at all
         * @return this
         */
        public Builder finishedRetention(Duration span) {
            Micros.of("finished_retention", span);
            finishedRetention = span;
            return this;
        }

        /**
         * How many dead jobs a type keeps.
         *
         * @param jobs the number, 0 for none
         * @return this
         */
        public Builder deadJobMaxCount(int jobs) {
            deadJobMaxCount = (int) Bounds.range("dead_job_max_count", jobs, 0, Bounds.MAX_COUNT);
            return this;
        }

        /**
         * How long a dead job is kept.
         *
         * @param span at least a microsecond
         * @return this
         */
        public Builder deadJobMaxAge(Duration span) {
            deadJobMaxAge = atLeastOneMicro("dead_job_max_age", span);
            return this;
        }

        /**
         * How long after its first failure a call is made again, where that is safe.
         *
         * @param span zero for not at all
         * @return this
         */
        public Builder retryFor(Duration span) {
            Micros.of("retry_for", span);
            retryFor = span;
            return this;
        }

        private static Duration atLeastOneMicro(String key, Duration span) {
            Micros.positive(key, span);
            return span;
        }

        /**
         * The settings.
         *
         * @return immutable settings
         */
        public SharQSettings build() {
            Builder copy = new Builder();
            copy.jobExpireInterval = jobExpireInterval;
            copy.jobRequeueInterval = jobRequeueInterval;
            copy.defaultJobRequeueLimit = defaultJobRequeueLimit;
            copy.maxPayloadSize = maxPayloadSize;
            copy.maxBatchSize = maxBatchSize;
            copy.finishedRetention = finishedRetention;
            copy.deadJobMaxCount = deadJobMaxCount;
            copy.deadJobMaxAge = deadJobMaxAge;
            copy.retryFor = retryFor;
            return new SharQSettings(copy);
        }
    }
}
