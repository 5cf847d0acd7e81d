package io.sharq.worker;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Builds {@link WorkerSettings}. Each method throws {@link InvalidValueException} with the setting's key if the value is null
 * or out of range. Not thread-safe.
 */
public final class WorkerSettingsBuilder {
    static final SpanSetting COORDINATOR_DELAY = new SpanSetting("coordinator_delay", Duration.ofSeconds(1));
    static final NumberSetting DEFAULT_ORDER =
            new NumberSetting("default_order", 0, Bounds.MIN_ORDER, Bounds.MAX_ORDER);
    static final String DEFAULT_THREAD = "default_thread";
    static final NumberSetting BATCH_SIZE = new NumberSetting("batch_size", 128, 1, Bounds.MAX_BATCH);
    static final NumberSetting EMPTY_LIMIT = new NumberSetting("empty_limit", 16, 0, Bounds.MAX_COUNT);
    static final SpanSetting EMPTY_PAUSE = new SpanSetting("empty_pause", Duration.ofMillis(100));
    static final SpanSetting LEASE =
            new SpanSetting("lease", Duration.ofSeconds(30), Duration.ofMillis(10), ChronoUnit.MICROS);
    static final NumberSetting REQUEUE_LIMIT =
            new NumberSetting("requeue_limit", 10, Bounds.REQUEUE_ALWAYS, Bounds.MAX_COUNT);
    static final SpanSetting FIRST_BACKOFF =
            new SpanSetting("first_backoff", Duration.ofMillis(200), Duration.ofMillis(1), ChronoUnit.MILLIS);
    static final SpanSetting LONGEST_BACKOFF =
            new SpanSetting("longest_backoff", Duration.ofMinutes(1), Duration.ofMillis(1), ChronoUnit.MILLIS);
    static final SpanSetting CLOSE_TIMEOUT = new SpanSetting("close_timeout", Duration.ofSeconds(10));
    static final SpanSetting RECURRENT_CHECK_INTERVAL =
            new SpanSetting("recurrent_check_interval", Duration.ofSeconds(1));
    static final NumberSetting RECURRENT_TASKS_LIMIT =
            new NumberSetting("recurrent_tasks_limit", 1_024, 1, Bounds.MAX_BATCH);

    Duration coordinatorDelay = COORDINATOR_DELAY.standard();
    int defaultOrder = DEFAULT_ORDER.standard();
    String defaultThread = "0";
    int batchSize = BATCH_SIZE.standard();
    int emptyLimit = EMPTY_LIMIT.standard();
    Duration emptyPause = EMPTY_PAUSE.standard();
    Duration lease = LEASE.standard();
    int requeueLimit = REQUEUE_LIMIT.standard();
    Duration firstBackoff = FIRST_BACKOFF.standard();
    Duration longestBackoff = LONGEST_BACKOFF.standard();
    Duration closeTimeout = CLOSE_TIMEOUT.standard();
    Duration recurrentCheckInterval = RECURRENT_CHECK_INTERVAL.standard();
    int recurrentTasksLimit = RECURRENT_TASKS_LIMIT.standard();

    WorkerSettingsBuilder() {}

    /**
     * How long an idle worker waits for a notification before it queries the store, and how long it pauses after a
     * failure. Workers are notified of ready requests at once; this covers notifications that get lost.
     *
     * @param span a second by default
     * @return this builder
     */
    public WorkerSettingsBuilder coordinatorDelay(Duration span) {
        coordinatorDelay = COORDINATOR_DELAY.checked(span);
        return this;
    }

    /**
     * The order of a request whose route names none.
     *
     * @param order 0 by default
     * @return this builder
     */
    public WorkerSettingsBuilder defaultOrder(int order) {
        defaultOrder = DEFAULT_ORDER.checked(order);
        return this;
    }

    /**
     * The sub-queue of a request whose route names none.
     *
     * @param subQueue an identifier, {@code 0} by default
     * @return this builder
     */
    public WorkerSettingsBuilder defaultThread(String subQueue) {
        defaultThread = Bounds.identifier(DEFAULT_THREAD, subQueue);
        return this;
    }

    /**
     * How many requests a batch has at the most. The {@code max_batch_size} of {@code [sharq]} bounds it too.
     *
     * @param requests 128 by default
     * @return this builder
     */
    public WorkerSettingsBuilder batchSize(int requests) {
        batchSize = BATCH_SIZE.checked(requests);
        return this;
    }

    /**
     * How many pauses a worker stays bound to an empty sub-queue.
     *
     * @param pauses 16 by default
     * @return this builder
     */
    public WorkerSettingsBuilder emptyLimit(int pauses) {
        emptyLimit = EMPTY_LIMIT.checked(pauses);
        return this;
    }

    /**
     * How long such a pause is at the most. A request of any sub-queue ends it.
     *
     * @param span 100 milliseconds by default
     * @return this builder
     */
    public WorkerSettingsBuilder emptyPause(Duration span) {
        emptyPause = EMPTY_PAUSE.checked(span);
        return this;
    }

    /**
     * How long the leases of a batch last, and so how long a worker that died keeps its sub-queue. A live worker
     * renews them three times in each span.
     *
     * @param span 30 seconds by default, at least 10 milliseconds
     * @return this builder
     */
    public WorkerSettingsBuilder lease(Duration span) {
        lease = LEASE.checked(span);
        return this;
    }

    /**
     * How often a request comes back that failed or whose worker died. The limit -1 means always.
     *
     * @param requeues 10 by default
     * @return this builder
     */
    public WorkerSettingsBuilder requeueLimit(int requeues) {
        requeueLimit = REQUEUE_LIMIT.checked(requeues);
        return this;
    }

    /**
     * About how long a request waits after its first failure. The wait doubles with each further one.
     *
     * @param span whole milliseconds, 200 by default
     * @return this builder
     */
    public WorkerSettingsBuilder firstBackoff(Duration span) {
        firstBackoff = FIRST_BACKOFF.checked(span);
        return this;
    }

    /**
     * About how long a request waits after a failure at the most.
     *
     * @param span whole milliseconds, a minute by default
     * @return this builder
     */
    public WorkerSettingsBuilder longestBackoff(Duration span) {
        longestBackoff = LONGEST_BACKOFF.checked(span);
        return this;
    }

    /**
     * How long a closed worker waits for the batches that are being performed.
     *
     * @param span ten seconds by default
     * @return this builder
     */
    public WorkerSettingsBuilder closeTimeout(Duration span) {
        closeTimeout = CLOSE_TIMEOUT.checked(span);
        return this;
    }

    /**
     * How long a worker waits for a notification of a due recurrence before it queries the store.
     *
     * @param span a second by default
     * @return this builder
     */
    public WorkerSettingsBuilder recurrentCheckInterval(Duration span) {
        recurrentCheckInterval = RECURRENT_CHECK_INTERVAL.checked(span);
        return this;
    }

    /**
     * How many due recurrences of a handler a worker takes at a time. The {@code max_batch_size} of {@code [sharq]}
     * bounds it too.
     *
     * @param recurrences 1,024 by default
     * @return this builder
     */
    public WorkerSettingsBuilder recurrentTasksLimit(int recurrences) {
        recurrentTasksLimit = RECURRENT_TASKS_LIMIT.checked(recurrences);
        return this;
    }

    /**
     * Builds the settings. The builder may be used again.
     *
     * @return the settings
     * @throws InvalidValueException if the first backoff is longer than the longest one
     */
    public WorkerSettings build() {
        checkBackoffs();
        return new WorkerSettings(this);
    }

    void checkBackoffs() {
        if (firstBackoff.compareTo(longestBackoff) > 0) {
            throw new InvalidValueException(
                    FIRST_BACKOFF.key(),
                    "It must not be longer than longest_backoff, which is " + longestBackoff + ", but is "
                            + firstBackoff + ".");
        }
    }
}
