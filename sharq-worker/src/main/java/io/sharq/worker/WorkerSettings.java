package io.sharq.worker;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Limits;
import io.sharq.config.Configuration;
import io.sharq.config.Section;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The settings of queues and workers. Immutable. */
public final class WorkerSettings {
    private static final Duration YEAR = Duration.ofDays(365);

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
     * The settings of the section {@code [worker]}, and of this process's environment, which goes before it.
     *
     * @param configuration the configuration
     * @return the settings
     * @throws ConfigurationException if a value cannot be used
     */
    public static WorkerSettings of(Configuration configuration) {
        return of(configuration, System.getenv());
    }

    /**
     * The settings of the section {@code [worker]}, with its spans in milliseconds, and of the variables of the original
     * sharded queue, which go before it: {@code QUEUE_COORDINATOR_DELAY} and {@code QUEUE_WORKER_EMPTY_PAUSE} in seconds,
     * {@code QUEUE_DEFAULT_ORDER}, {@code QUEUE_DEFAULT_THREAD}, {@code QUEUE_WORKER_BATCH_SIZE} and
     * {@code QUEUE_WORKER_EMPTY_LIMIT}.
     *
     * @param configuration the configuration
     * @param environment the variables that are set, by name
     * @return the settings
     * @throws ConfigurationException if a value cannot be used
     */
    public static WorkerSettings of(Configuration configuration, Map<String, String> environment) {
        Section section = configuration.section("worker");
        Builder builder = builder();
        millis(section, "coordinator_delay").ifPresent(builder::coordinatorDelay);
        section.integer("default_order", Limits.MIN_ORDER, Limits.MAX_ORDER).ifPresent(builder::defaultOrder);
        section.text("default_thread").ifPresent(thread -> {
            try {
                builder.defaultThread(thread);
            } catch (InvalidValueException e) {
                throw section.invalid("default_thread", e.fault());
            }
        });
        section.integer("batch_size", 1, Limits.MAX_BATCH).ifPresent(builder::batchSize);
        section.integer("empty_limit", 0, Limits.MAX_COUNT).ifPresent(builder::emptyLimit);
        millis(section, "empty_pause").ifPresent(builder::emptyPause);
        millis(section, "lease").ifPresent(builder::lease);
        section.integer("requeue_limit", Limits.REQUEUE_ALWAYS, Limits.MAX_COUNT)
                .ifPresent(builder::requeueLimit);
        millis(section, "first_backoff").ifPresent(builder::firstBackoff);
        millis(section, "longest_backoff").ifPresent(builder::longestBackoff);
        millis(section, "close_timeout").ifPresent(builder::closeTimeout);
        new Variables(environment).applyTo(builder);
        return builder.build();
    }

    private static Optional<Duration> millis(Section section, String key) {
        return section.millis(key, Duration.ofMillis(1), YEAR);
    }

    /** The variables of the original. */
    private record Variables(Map<String, String> environment) {
        void applyTo(Builder builder) {
            seconds("QUEUE_COORDINATOR_DELAY", builder::coordinatorDelay);
            integer("QUEUE_DEFAULT_ORDER", builder::defaultOrder);
            value("QUEUE_DEFAULT_THREAD", builder::defaultThread);
            integer("QUEUE_WORKER_BATCH_SIZE", builder::batchSize);
            integer("QUEUE_WORKER_EMPTY_LIMIT", builder::emptyLimit);
            seconds("QUEUE_WORKER_EMPTY_PAUSE", builder::emptyPause);
        }

        private void integer(String name, Consumer<Integer> setting) {
            value(name, text -> setting.accept(Integer.valueOf(text)));
        }

        private void seconds(String name, Consumer<Duration> setting) {
            value(
                    name,
                    text -> setting.accept(Duration.ofNanos(
                            new BigDecimal(text).movePointRight(9).longValueExact())));
        }

        private void value(String name, Consumer<String> setting) {
            String text = environment.getOrDefault(name, "").strip();
            if (text.isEmpty()) {
                return;
            }
            try {
                setting.accept(text);
            } catch (InvalidValueException e) {
                throw new ConfigurationException("environment variable " + name + ": " + e.fault(), e);
            } catch (NumberFormatException | ArithmeticException e) {
                throw new ConfigurationException(
                        "environment variable " + name + ": it must be a number, but is '" + text + "'", e);
            }
        }
    }

    Duration coordinatorDelay() {
        return values.coordinatorDelay;
    }

    int defaultOrder() {
        return values.defaultOrder;
    }

    String defaultThread() {
        return values.defaultThread;
    }

    int batchSize() {
        return values.batchSize;
    }

    int emptyLimit() {
        return values.emptyLimit;
    }

    Duration emptyPause() {
        return values.emptyPause;
    }

    Duration lease() {
        return values.lease;
    }

    int requeueLimit() {
        return values.requeueLimit;
    }

    Duration firstBackoff() {
        return values.firstBackoff;
    }

    Duration longestBackoff() {
        return values.longestBackoff;
    }

    Duration closeTimeout() {
        return values.closeTimeout;
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
                    .closeTimeout(closeTimeout);
        }

        private static Duration positive(String key, Duration span) {
            Limits.range(key, span.toMillis(), 1, YEAR.toMillis());
            return span;
        }

        /**
         * How long an idle worker waits for news before it looks again by itself. A worker hears of a ready request at
         * once; this is for news that got lost.
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
            defaultOrder = (int) Limits.range("default_order", order, Limits.MIN_ORDER, Limits.MAX_ORDER);
            return this;
        }

        /**
         * The thread of a request whose route says none.
         *
         * @param thread {@code 0} unless said otherwise
         * @return this
         */
        public Builder defaultThread(String thread) {
            defaultThread = Limits.identifier("default_thread", thread);
            return this;
        }

        /**
         * How many requests a batch has at the most.
         *
         * @param requests 128 unless said otherwise
         * @return this
         */
        public Builder batchSize(int requests) {
            batchSize = (int) Limits.range("batch_size", requests, 1, Limits.MAX_BATCH);
            return this;
        }

        /**
         * How many pauses a worker stays bound to a thread that is empty.
         *
         * @param pauses 16 unless said otherwise
         * @return this
         */
        public Builder emptyLimit(int pauses) {
            emptyLimit = (int) Limits.range("empty_limit", pauses, 0, Limits.MAX_COUNT);
            return this;
        }

        /**
         * How long such a pause is. A request of any thread ends it at once.
         *
         * @param span 100 milliseconds unless said otherwise
         * @return this
         */
        public Builder emptyPause(Duration span) {
            emptyPause = positive("empty_pause", span);
            return this;
        }

        /**
         * How long a worker that died keeps its thread. A worker that lives prolongs its leases.
         *
         * @param span 30 seconds unless said otherwise
         * @return this
         */
        public Builder lease(Duration span) {
            lease = positive("lease", span);
            return this;
        }

        /**
         * How often a request that failed, or whose worker died, comes back.
         *
         * @param limit 10 unless said otherwise, -1 for always
         * @return this
         */
        public Builder requeueLimit(int limit) {
            requeueLimit = (int) Limits.range("requeue_limit", limit, Limits.REQUEUE_ALWAYS, Limits.MAX_COUNT);
            return this;
        }

        /**
         * About how long a request waits after its first failure; with each further one it waits twice as long.
         *
         * @param span 200 milliseconds unless said otherwise
         * @return this
         */
        public Builder firstBackoff(Duration span) {
            firstBackoff = positive("first_backoff", span);
            return this;
        }

        /**
         * About how long a request waits after a failure at the most.
         *
         * @param span a minute unless said otherwise
         * @return this
         */
        public Builder longestBackoff(Duration span) {
            longestBackoff = positive("longest_backoff", span);
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
         * The settings.
         *
         * @return immutable settings
         */
        public WorkerSettings build() {
            return new WorkerSettings(copy());
        }
    }
}
