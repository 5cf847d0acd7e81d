package io.sharq.benchmarks.load;

import io.sharq.api.InvalidValueException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A load test: it drives a backend or a server, measures it, and checks every job that it moved. Immutable. Each call
 * of {@link #run} is a separate test with its own names, and leaves no keys in a Redis.
 */
public final class LoadTest {
    /** The targets that a load test can drive. */
    public static final String TARGETS = Targets.FORMS;

    private final String target;
    private final Plan plan;
    private final int connections;
    private final boolean isClustered;
    private final int warmup;
    private final boolean measuresNoOps;
    private final @Nullable PrintStream progress;

    private LoadTest(Builder builder) {
        this.target = builder.target;
        this.plan = builder.plan();
        this.connections = atLeast("connections", builder.connections, 1);
        this.isClustered = builder.isClustered;
        this.warmup = atLeast("warmup", builder.warmup, 0);
        this.measuresNoOps = builder.measuresNoOps;
        this.progress = builder.progress;
    }

    /**
     * Begins a load test of a target. By default it cycles 100,000 jobs by two callers through 100 queues.
     *
     * @param target one of {@link #TARGETS}
     * @return a builder
     */
    public static Builder of(String target) {
        return new Builder(target);
    }

    /**
     * Runs the test.
     *
     * @return the measurements and the faults
     * @throws InvalidValueException if the target cannot be opened, or a setting does not fit it
     * @throws IOException if no-op scripts cannot be measured
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public LoadResult run() throws IOException, InterruptedException {
        try (Target opened = Targets.open(target, connections, isClustered, plan.slots())) {
            check(opened);
            if (warmup > 0) {
                Report unmeasured = execute(plan.withJobs(warmup), opened);
                if (!unmeasured.faults().isEmpty()) {
                    return new LoadResult(target, unmeasured, null);
                }
            }
            if (!measuresNoOps) {
                return new LoadResult(target, execute(plan, opened), null);
            }
            NoOpScripts scripts = new NoOpScripts(target);
            double before = scripts.rate();
            Report report = execute(plan, opened);
            return new LoadResult(target, report, (before + scripts.rate()) / 2);
        } catch (Targets.Unusable e) {
            throw new InvalidValueException("target", String.valueOf(e.getMessage()), e);
        }
    }

    private void check(Target opened) {
        if (plan.batch() > opened.maxBatch()) {
            throw new InvalidValueException(
                    "batch", "it is at most " + opened.maxBatch() + " on this target, but is " + plan.batch());
        }
        if (measuresNoOps && opened.figures().isEmpty()) {
            throw new InvalidValueException("no-ops", "it needs a Redis as the target");
        }
        if (isClustered && measuresNoOps) {
            throw new InvalidValueException("clustered", "it excludes --no-ops, which measures one Redis");
        }
        if (isClustered && opened.figures().isEmpty()) {
            throw new InvalidValueException("clustered", "it needs a Redis as the target");
        }
    }

    private Report execute(Plan planned, Target opened) {
        Run run = new Run(planned, opened, ThreadLocalRandom.current().nextLong());
        if (progress == null) {
            return run.execute();
        }
        Progress line = new Progress(progress, planned.jobs(), run.ledger());
        try {
            return run.execute();
        } finally {
            line.close();
        }
    }

    private static int atLeast(String field, int value, int least) {
        if (value < least) {
            throw new InvalidValueException(field, "it must be at least " + least + ", but is " + value);
        }
        return value;
    }

    /** The settings of a load test. {@link #build} refuses invalid values. Not thread-safe. */
    public static final class Builder {
        private final String target;
        private Workload workload = Workload.CYCLE;
        private Draw draw = new Draw.InTurn();
        private int types = 1;
        private int queues = 100;
        private int jobs = 100_000;
        private int payload = 26;
        private Duration interval = Duration.ZERO;
        private int batch = 1;
        private int clients = 2;
        private int pipeline = 1;
        private int connections = 1;
        private boolean isClustered;
        private double rate;
        private int warmup;
        private Duration patience = Duration.ofSeconds(10);
        private boolean measuresNoOps;
        private @Nullable PrintStream progress;

        private Builder(String target) {
            this.target = target;
        }

        /**
         * Sets the operations to measure.
         *
         * @param value the workload
         * @return this
         */
        public Builder workload(Workload value) {
            workload = value;
            return this;
        }

        /**
         * Sets how jobs choose their queues.
         *
         * @param value in turn, which is the default, or by chance
         * @return this
         */
        public Builder draw(Draw value) {
            draw = value;
            return this;
        }

        /**
         * Sets the number of queue types.
         *
         * @param value at least 1
         * @return this
         */
        public Builder types(int value) {
            types = value;
            return this;
        }

        /**
         * Sets the number of queues of each type.
         *
         * @param value at least 1
         * @return this
         */
        public Builder queues(int value) {
            queues = value;
            return this;
        }

        /**
         * Sets the number of jobs that are measured.
         *
         * @param value at least 1
         * @return this
         */
        public Builder jobs(int value) {
            jobs = value;
            return this;
        }

        /**
         * Sets the size of a payload, a JSON string.
         *
         * @param bytes at least 18
         * @return this
         */
        public Builder payload(int bytes) {
            payload = bytes;
            return this;
        }

        /**
         * Sets the time between two jobs of a queue.
         *
         * @param value zero for no limit; whole milliseconds
         * @return this
         */
        public Builder interval(Duration value) {
            interval = value;
            return this;
        }

        /**
         * Sets the number of jobs in one call.
         *
         * @param value at least 1
         * @return this
         */
        public Builder batch(int value) {
            batch = value;
            return this;
        }

        /**
         * Sets the number of callers.
         *
         * @param value at least 1, and 2 for {@link Workload#MIXED}
         * @return this
         */
        public Builder clients(int value) {
            clients = value;
            return this;
        }

        /**
         * Sets the number of calls that each caller has in flight.
         *
         * @param value at least 1
         * @return this
         */
        public Builder pipeline(int value) {
            pipeline = value;
            return this;
        }

        /**
         * Sets the number of connections to a Redis.
         *
         * @param value at least 1
         * @return this
         */
        public Builder connections(int value) {
            connections = value;
            return this;
        }

        /**
         * Sets whether the Redis is a node of a cluster.
         *
         * @param value true if it is
         * @return this
         */
        public Builder clustered(boolean value) {
            isClustered = value;
            return this;
        }

        /**
         * Sets the number of jobs to start per second. The time of a call counts from when it was meant to start.
         *
         * @param value 0 for a closed loop
         * @return this
         */
        public Builder rate(double value) {
            rate = value;
            return this;
        }

        /**
         * Sets the number of jobs that are moved first, without measurement.
         *
         * @param value at least 0
         * @return this
         */
        public Builder warmup(int value) {
            warmup = value;
            return this;
        }

        /**
         * Sets how long no job may come before the remaining jobs count as missing.
         *
         * @param value more than zero
         * @return this
         */
        public Builder patience(Duration value) {
            patience = value;
            return this;
        }

        /**
         * Sets whether no-op scripts are measured with {@code redis-benchmark} before and after, as a reference.
         *
         * @param value true if they are
         * @return this
         */
        public Builder noOps(boolean value) {
            measuresNoOps = value;
            return this;
        }

        /**
         * Sets where a progress line is printed.
         *
         * @param terminal a terminal, or null for no progress line
         * @return this
         */
        public Builder progress(@Nullable PrintStream terminal) {
            progress = terminal;
            return this;
        }

        /**
         * Builds the load test.
         *
         * @return a load test
         * @throws InvalidValueException if a value cannot be used; its field has the name of the setting
         */
        public LoadTest build() {
            return new LoadTest(this);
        }

        private Plan plan() {
            atLeast("types", types, 1);
            atLeast("queues", queues, 1);
            atLeast("jobs", jobs, 1);
            atLeast("payload", payload, Jobs.LEAST_PAYLOAD);
            atLeast("batch", batch, 1);
            atLeast("clients", clients, workload == Workload.MIXED ? 2 : 1);
            atLeast("pipeline", pipeline, 1);
            if (interval.isNegative()) {
                throw new InvalidValueException("interval", "it must be at least 0, but is " + interval.toMillis());
            }
            // Written so that NaN is refused.
            if (!(rate >= 0)) {
                throw new InvalidValueException("rate", "it must be at least 0, but is " + rate);
            }
            if (patience.isNegative() || patience.isZero()) {
                throw new InvalidValueException(
                        "patience", "it must be more than 0, but is " + patience.toMillis() / 1e3);
            }
            if ((long) types * queues > Integer.MAX_VALUE) {
                throw new InvalidValueException("queues", "it times --types must be at most " + Integer.MAX_VALUE);
            }
            return new Plan(
                    workload,
                    draw,
                    types,
                    queues,
                    jobs,
                    payload,
                    interval.toMillis(),
                    batch,
                    clients,
                    pipeline,
                    rate,
                    patience);
        }
    }
}
