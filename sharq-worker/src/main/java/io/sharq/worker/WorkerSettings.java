package io.sharq.worker;

import io.sharq.api.Bounds;
import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.config.Section;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The settings of queues and workers. Immutable. */
public final class WorkerSettings {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration LEAST_LEASE = Duration.ofMillis(10);

    private final Builder values;

    private WorkerSettings(Builder values) {
        this.values = values;
    }

    /**
     * The defaults.
     *
     * @return the settings
     */
    public static WorkerSettings defaults() {
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
     * The settings of the section {@code [worker]}, and of the environment that the configuration was read with, which goes
     * before it.
     *
     * @param configuration the configuration
     * @return the settings
     * @throws ConfigurationException if a value cannot be used
     */
    public static WorkerSettings of(Configuration configuration) {
        return of(configuration, configuration::variable);
    }

    /**
     * The settings of the section {@code [worker]}, with its spans in milliseconds, and of the variables of the original
     * sharded queue, which go before it; {@code docs/configuration.md} lists them.
     *
     * @param configuration the configuration
     * @param environment the variables that are set, by name
     * @return the settings
     * @throws ConfigurationException if a value cannot be used
     */
    public static WorkerSettings of(Configuration configuration, Map<String, String> environment) {
        return of(
                configuration,
                name -> Optional.of(environment.getOrDefault(name, "").strip()).filter(value -> !value.isEmpty()));
    }

    private static WorkerSettings of(Configuration configuration, Function<String, Optional<String>> environment) {
        Section section = configuration.section("worker");
        Builder builder = builder();
        millis(section, "coordinator_delay").ifPresent(builder::coordinatorDelay);
        section.integer("default_order", Bounds.MIN_ORDER, Bounds.MAX_ORDER).ifPresent(builder::defaultOrder);
        section.text("default_thread").ifPresent(thread -> {
            try {
                builder.defaultThread(thread);
            } catch (InvalidValueException e) {
                throw section.invalid("default_thread", e.fault());
            }
        });
        section.integer("batch_size", 1, Bounds.MAX_BATCH).ifPresent(builder::batchSize);
        section.integer("empty_limit", 0, Bounds.MAX_COUNT).ifPresent(builder::emptyLimit);
        millis(section, "empty_pause").ifPresent(builder::emptyPause);
        section.millis("lease", LEAST_LEASE, YEAR).ifPresent(builder::lease);
        section.integer("requeue_limit", Bounds.REQUEUE_ALWAYS, Bounds.MAX_COUNT)
                .ifPresent(builder::requeueLimit);
        millis(section, "first_backoff").ifPresent(builder::firstBackoff);
        millis(section, "longest_backoff").ifPresent(builder::longestBackoff);
        millis(section, "close_timeout").ifPresent(builder::closeTimeout);
        millis(section, "recurrent_check_interval").ifPresent(builder::recurrentCheckInterval);
        section.integer("recurrent_tasks_limit", 1, Bounds.MAX_BATCH).ifPresent(builder::recurrentTasksLimit);
        new OriginalVariables(environment).applyTo(builder);
        try {
            return builder.build();
        } catch (InvalidValueException e) {
            throw section.invalid(e.field(), e.fault());
        }
    }

    private static Optional<Duration> millis(Section section, String key) {
        return section.millis(key, Duration.ofMillis(1), YEAR);
    }

    /**
     * How long an idle worker waits for a notification before it looks again by itself.
     *
     * @return the span
     */
    public Duration coordinatorDelay() {
        return values.coordinatorDelay;
    }

    /**
     * The order of a request whose route says none.
     *
     * @return the number
     */
    public int defaultOrder() {
        return values.defaultOrder;
    }

    /**
     * The sub-queue of a request whose route says none.
     *
     * @return the name
     */
    public String defaultThread() {
        return values.defaultThread;
    }

    /**
     * How many requests a batch has at the most. The {@code max_batch_size} of {@code [sharq]} bounds it too.
     *
     * @return the number
     */
    public int batchSize() {
        return values.batchSize;
    }

    /**
     * How many pauses a worker stays bound to an empty sub-queue.
     *
     * @return the number
     */
    public int emptyLimit() {
        return values.emptyLimit;
    }

    /**
     * How long such a pause is at the most.
     *
     * @return the span
     */
    public Duration emptyPause() {
        return values.emptyPause;
    }

    /**
     * How long a worker that died keeps its sub-queue.
     *
     * @return the span
     */
    public Duration lease() {
        return values.lease;
    }

    /**
     * How often a request comes back that failed or whose worker died.
     *
     * @return the number
     */
    public int requeueLimit() {
        return values.requeueLimit;
    }

    /**
     * About how long a request waits after its first failure.
     *
     * @return the span
     */
    public Duration firstBackoff() {
        return values.firstBackoff;
    }

    /**
     * About how long a request waits after a failure at the most.
     *
     * @return the span
     */
    public Duration longestBackoff() {
        return values.longestBackoff;
    }

    /**
     * How long a worker that is closed goes on with the batch in hand.
     *
     * @return the span
     */
    public Duration closeTimeout() {
        return values.closeTimeout;
    }

    /**
     * How long a worker waits for a notification of a recurrence before it looks again by itself.
     *
     * @return the span
     */
    public Duration recurrentCheckInterval() {
        return values.recurrentCheckInterval;
    }

    /**
     * How many due recurrences of a handler a worker takes at a time. The {@code max_batch_size} of {@code [sharq]} bounds
     * it too.
     *
     * @return the number
     */
    public int recurrentTasksLimit() {
        return values.recurrentTasksLimit;
    }

    /** Collects settings. Each method refuses a value out of range and names the key. Not thread-safe. */
    public static final class Builder {
        private Duration coordinatorDelay = Duration.ofSeconds(1);
        private int defaultOrder;
        private String defaultThread = "0";
        private int batchSize = 128;
        private int emptyLimit = 16;
        private Duration emptyPause = Duration.ofMillis(100);
        private Duration lease = Duration.ofSeconds(30);
        private int requeueLimit = 10;
        private Duration firstBackoff = Duration.ofMillis(200);
        private Duration longestBackoff = Duration.ofMinutes(1);
        private Duration closeTimeout = Duration.ofSeconds(10);
        private Duration recurrentCheckInterval = Duration.ofSeconds(1);
        private int recurrentTasksLimit = 1024;

        private Builder() {}

        private Builder copy() {
            return new Builder()
                    .coordinatorDelay(coordinatorDelay)
                    .defaultOrder(defaultOrder)
                    .defaultThread(defaultThread)
                    .batchSize(batchSize)
                    .emptyLimit(emptyLimit)
                    .emptyPause(emptyPause)
                    .lease(lease)
                    .requeueLimit(requeueLimit)
                    .firstBackoff(firstBackoff)
                    .longestBackoff(longestBackoff)
                    .closeTimeout(closeTimeout)
                    .recurrentCheckInterval(recurrentCheckInterval)
                    .recurrentTasksLimit(recurrentTasksLimit);
        }

        private static Duration positive(String key, Duration span) {
            return span(key, span, Duration.ofMillis(1), ChronoUnit.MICROS);
        }

        private static Duration span(String key, Duration span, Duration least, ChronoUnit unit) {
            if (span.compareTo(least) < 0 || span.compareTo(YEAR) > 0) {
                throw new InvalidValueException(
                        key, "It must be between " + least + " and 365 days, but is " + span + ".");
            }
            if (!span.equals(span.truncatedTo(unit))) {
                throw new InvalidValueException(
                        key, "It must be whole " + unit.toString().toLowerCase(Locale.ROOT) + ", but is " + span + ".");
            }
            return span;
        }

        /**
         * How long an idle worker waits for a notification before it looks again by itself. A worker is notified of a ready
         * request at once; this is for notifications that got lost.
         *
         * @param span a second unless said otherwise
         * @return this
         */
        public Builder coordinatorDelay(Duration span) {
            coordinatorDelay = positive("coordinator_delay", span);
            return this;
        }

        /**
         * The order of a request whose route says none.
         *
         * @param order 0 unless said otherwise
         * @return this
         */
        public Builder defaultOrder(int order) {
            defaultOrder = (int) Bounds.range("default_order", order, Bounds.MIN_ORDER, Bounds.MAX_ORDER);
            return this;
        }

        /**
         * The sub-queue of a request whose route says none.
         *
         * @param thread {@code 0} unless said otherwise
         * @return this
         */
        public Builder defaultThread(String thread) {
            defaultThread = Bounds.identifier("default_thread", thread);
            return this;
        }

        /**
         * How many requests a batch has at the most. The {@code max_batch_size} of {@code [sharq]} bounds it too.
         *
         * @param requests 128 unless said otherwise
         * @return this
         */
        public Builder batchSize(int requests) {
            batchSize = (int) Bounds.range("batch_size", requests, 1, Bounds.MAX_BATCH);
            return this;
        }

        /**
         * How many pauses a worker stays bound to a sub-queue that is empty.
         *
         * @param pauses 16 unless said otherwise
         * @return this
         */
        public Builder emptyLimit(int pauses) {
            emptyLimit = (int) Bounds.range("empty_limit", pauses, 0, Bounds.MAX_COUNT);
            return this;
        }

        /**
         * How long such a pause is. A request of any sub-queue ends it at once.
         *
         * @param span 100 milliseconds unless said otherwise
         * @return this
         */
        public Builder emptyPause(Duration span) {
            emptyPause = positive("empty_pause", span);
            return this;
        }

        /**
         * How long a worker that died keeps its sub-queue. A worker that lives renews its leases three times as often.
         *
         * @param span 30 seconds unless said otherwise, at least 10 milliseconds
         * @return this
         */
        public Builder lease(Duration span) {
            lease = span("lease", span, LEAST_LEASE, ChronoUnit.MICROS);
            return this;
        }

        /**
         * How often a request that failed, or whose worker died, comes back.
         *
         * @param limit 10 unless said otherwise, -1 for always
         * @return this
         */
        public Builder requeueLimit(int limit) {
            requeueLimit = (int) Bounds.range("requeue_limit", limit, Bounds.REQUEUE_ALWAYS, Bounds.MAX_COUNT);
            return this;
        }

        /**
         * About how long a request waits after its first failure; with each further one it waits twice as long.
         *
         * @param span whole milliseconds, 200 unless said otherwise; not more than the longest one
         * @return this
         */
        public Builder firstBackoff(Duration span) {
            firstBackoff = span("first_backoff", span, Duration.ofMillis(1), ChronoUnit.MILLIS);
            return this;
        }

        /**
         * About how long a request waits after a failure at the most.
         *
         * @param span whole milliseconds, a minute unless said otherwise
         * @return this
         */
        public Builder longestBackoff(Duration span) {
            longestBackoff = span("longest_backoff", span, Duration.ofMillis(1), ChronoUnit.MILLIS);
            return this;
        }

        /**
         * How long a worker that is closed goes on with the batch in hand.
         *
         * @param span ten seconds unless said otherwise
         * @return this
         */
        public Builder closeTimeout(Duration span) {
            closeTimeout = positive("close_timeout", span);
            return this;
        }

        /**
         * How long a worker waits for a notification of a recurrence before it looks again by itself.
         *
         * @param span a second unless said otherwise
         * @return this
         */
        public Builder recurrentCheckInterval(Duration span) {
            recurrentCheckInterval = positive("recurrent_check_interval", span);
            return this;
        }

        /**
         * How many due recurrences of a handler a worker takes at a time. The {@code max_batch_size} of {@code [sharq]}
         * bounds it too.
         *
         * @param recurrences 1,024 unless said otherwise
         * @return this
         */
        public Builder recurrentTasksLimit(int recurrences) {
            recurrentTasksLimit = (int) Bounds.range("recurrent_tasks_limit", recurrences, 1, Bounds.MAX_BATCH);
            return this;
        }

        /**
         * The settings.
         *
         * @return immutable settings
         * @throws InvalidValueException if the first backoff is longer than the longest one
         */
        public WorkerSettings build() {
            if (firstBackoff.compareTo(longestBackoff) > 0) {
                throw new InvalidValueException(
                        "first_backoff",
                        "It must not be longer than longest_backoff, which is " + longestBackoff + ", but is "
                                + firstBackoff + ".");
            }
            return new WorkerSettings(copy());
        }
    }
}
