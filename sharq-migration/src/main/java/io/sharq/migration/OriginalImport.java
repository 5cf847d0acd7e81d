package io.sharq.migration;

import io.sharq.SharQ;
import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.redis.settings.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves the jobs of a live installation of the Python SharQ to a target, which may be any backend.
 *
 * <pre>{@code
 * OriginalImport move = OriginalImport.from(RedisSettings.uri("redis://127.0.0.1:6379").build(), "sharq_server").build();
 * ImportReport plan = move.plan(sharq); // reads and changes nothing
 * ImportReport done = move.run(sharq);
 * }</pre>
 *
 * <p>A run first <em>fences</em> a queue: the original releases none of its jobs from then on, and still accepts enqueues. Once
 * no worker of the original holds a job of the queue, its jobs come to the target in their order, with the queue's interval
 * and their own requeue limits. The target's queue is held until the original's limiter would have let it go. So the releases
 * of both together keep the interval.
 *
 * <p>A run may be interrupted at any instant and repeated. No job is lost, and none comes twice, also if the target has
 * finished jobs meanwhile. What is not moved is reported and stays in the original's Redis.
 *
 * <p><b>Threads.</b> Immutable and thread-safe. Only one run at a time may move the same queues.
 *
 * <p><b>Errors.</b> A run that the original's Redis or the target fails throws a {@link io.sharq.api.BackendException}. It may
 * be repeated.
 */
public final class OriginalImport {
    private static final int THREADS = 4;
    private static final int MAX_PREFIX = 200;
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final RedisSettings redis;
    private final String prefix;
    private final ImportOptions options;
    private final Steps steps;

    private OriginalImport(Builder builder) {
        this.redis = builder.redis;
        this.prefix = builder.prefix;
        this.options = new ImportOptions(
                new QueueFilter(Set.copyOf(builder.types), Set.copyOf(builder.queueIds)),
                builder.activeJobs,
                builder.longestWait,
                builder.listener,
                builder.threads);
        this.steps = new Steps(builder.observer);
    }

    /**
     * Begins an import.
     *
     * @param redis the connection settings of the original's Redis; their key prefix is not used
     * @param prefix the {@code key_prefix} of the original. In a cluster it is a hash tag, such as <code>{sms}</code>, and
     *     each prefix is an import of its own
     * @return a builder
     * @throws InvalidValueException if the prefix is empty or longer than 200 characters
     */
    public static Builder from(RedisSettings redis, String prefix) {
        Bounds.required("redis", redis);
        Bounds.range("key_prefix", Bounds.required("key_prefix", prefix).length(), 1, MAX_PREFIX);
        return new Builder(redis, prefix);
    }

    /**
     * Reads all that a run would move. Nothing is changed, in the original's Redis or in the target.
     *
     * @param target the SharQ that a run would move the jobs to, whose settings decide what is too large
     * @return the report of a dry run
     */
    public ImportReport plan(SharQ target) {
        try (OriginalKeyspace original = OriginalKeyspace.open(redis, prefix, steps)) {
            return new ImportPlan(original, options, target.settings().maxPayloadSize()).read();
        }
    }

    /**
     * Moves the jobs. Returns when a round finds nothing more to move. If workers of the original still hold jobs when the
     * longest wait is over, their queues stay fenced and are reported; a later run moves them.
     *
     * @param target the SharQ to move the jobs to
     * @return what was moved, and what was not
     */
    public ImportReport run(SharQ target) {
        try (OriginalKeyspace original = OriginalKeyspace.open(redis, prefix, steps)) {
            return new ImportRun(original, target, steps, options).run();
        }
    }

    /**
     * Gives fenced queues back to the original, with the jobs that were not moved. Jobs that were moved stay in the target. A
     * queue with an interrupted batch stays fenced, because only a run can tell what the target has of it.
     *
     * @return the queues that stay fenced, as {@code type:queue}
     */
    public List<String> backOut() {
        try (OriginalKeyspace original = OriginalKeyspace.open(redis, prefix, steps)) {
            Map<String, List<OriginalQueue>> byType = new LinkedHashMap<>();
            original.fenced(options.filter())
                    .forEach(queue -> byType.computeIfAbsent(queue.type(), unused -> new ArrayList<>())
                            .add(queue));
            List<String> fenced = new ArrayList<>();
            byType.forEach((type, queues) -> ImportRun.parts(queues, ImportRun.AT_ONCE)
                    .forEach(part -> original.unfence(type, part).forEach(queue -> fenced.add(queue.field()))));
            return fenced;
        }
    }

    /** Collects the options of an import. Not thread-safe. */
    public static final class Builder {
        private final RedisSettings redis;
        private final String prefix;
        private final Set<String> types = new HashSet<>();
        private final Set<String> queueIds = new HashSet<>();
        private ActiveJobs activeJobs = ActiveJobs.WAIT;
        private Duration longestWait = TEN_MINUTES;
        private ImportListener listener = (done, known) -> {};
        private int threads = THREADS;
        private Steps.Observer observer = Steps.Observer.NONE;

        private Builder(RedisSettings redis, String prefix) {
            this.redis = redis;
            this.prefix = prefix;
        }

        /**
         * Concerns the queues of one type only. Called again, it adds another type.
         *
         * @param name the queue type
         * @return this
         */
        public Builder type(String name) {
            types.add(Bounds.required("queue_type", name));
            return this;
        }

        /**
         * Concerns the queues of one id only, of all types that it concerns. Called again, it adds another id.
         *
         * @param id the queue id
         * @return this
         */
        public Builder queue(String id) {
            queueIds.add(Bounds.required("queue_id", id));
            return this;
        }

        /**
         * Sets what happens to queues with active jobs: {@link ActiveJobs#WAIT} by default.
         *
         * @param choice one of the two
         * @return this
         */
        public Builder activeJobs(ActiveJobs choice) {
            activeJobs = Bounds.required("active", choice);
            return this;
        }

        /**
         * Sets how long a run waits for active jobs: ten minutes by default. It should be longer than the original's
         * {@code job_expire_interval}.
         *
         * @param span the longest wait, zero to move only queues without active jobs
         * @return this
         * @throws InvalidValueException if it is negative or longer than 365 days
         */
        public Builder longestWait(Duration span) {
            if (Bounds.required("wait", span).isNegative() || span.compareTo(Duration.ofDays(365)) > 0) {
                throw new InvalidValueException("wait", "It must be between zero and 365 days, but is " + span + ".");
            }
            longestWait = span;
            return this;
        }

        /**
         * Sets who is notified of progress.
         *
         * @param newListener the listener
         * @return this
         */
        public Builder listener(ImportListener newListener) {
            listener = Bounds.required("listener", newListener);
            return this;
        }

        Builder threads(int count) {
            threads = count;
            return this;
        }

        Builder observer(Steps.Observer newObserver) {
            observer = newObserver;
            return this;
        }

        /**
         * Builds the import. Nothing is connected yet.
         *
         * @return the import
         */
        public OriginalImport build() {
            return new OriginalImport(this);
        }
    }
}
