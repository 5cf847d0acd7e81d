package io.sharq.worker;

import static io.sharq.config.section.WorkerSection.BATCH_SIZE;
import static io.sharq.config.section.WorkerSection.CLOSE_TIMEOUT;
import static io.sharq.config.section.WorkerSection.CONSUMER;
import static io.sharq.config.section.WorkerSection.COORDINATOR_DELAY;
import static io.sharq.config.section.WorkerSection.DEFAULT_ORDER;
import static io.sharq.config.section.WorkerSection.DEFAULT_THREAD;
import static io.sharq.config.section.WorkerSection.EMPTY_LIMIT;
import static io.sharq.config.section.WorkerSection.EMPTY_PAUSE;
import static io.sharq.config.section.WorkerSection.FIRST_BACKOFF;
import static io.sharq.config.section.WorkerSection.LEASE;
import static io.sharq.config.section.WorkerSection.LONGEST_BACKOFF;
import static io.sharq.config.section.WorkerSection.RECURRENT_CHECK_INTERVAL;
import static io.sharq.config.section.WorkerSection.RECURRENT_TASKS_LIMIT;
import static io.sharq.config.section.WorkerSection.REQUEUE_LIMIT;

import io.sharq.api.InvalidValueException;
import io.sharq.settings.Setting;
import io.sharq.settings.SettingValues;
import java.time.Duration;

/**
 * Builds {@link WorkerSettings}. Each method throws {@link InvalidValueException} with the setting's key if the value is null
 * or out of range. Not thread-safe.
 */
public final class WorkerSettingsBuilder {
    private SettingValues values;

    WorkerSettingsBuilder(SettingValues values) {
        this.values = values;
    }

    private <T> WorkerSettingsBuilder with(Setting<T> setting, T value) {
        values = values.with(setting, value);
        return this;
    }

    /**
     * How long an idle worker waits for a notification before it queries the store, and how long it pauses after a
     * failure. Workers are notified of ready requests at once; this covers notifications that get lost.
     *
     * @param span a second by default
     * @return this builder
     */
    public WorkerSettingsBuilder coordinatorDelay(Duration span) {
        return with(COORDINATOR_DELAY, span);
    }

    /**
     * The order of a request whose route names none.
     *
     * @param order 0 by default
     * @return this builder
     */
    public WorkerSettingsBuilder defaultOrder(int order) {
        return with(DEFAULT_ORDER, order);
    }

    /**
     * The sub-queue of a request whose route names none.
     *
     * @param subQueue an identifier, {@code 0} by default
     * @return this builder
     */
    public WorkerSettingsBuilder defaultThread(String subQueue) {
        return with(DEFAULT_THREAD, subQueue);
    }

    /**
     * How many requests a batch has at the most. The {@code max_batch_size} of {@code [sharq]} bounds it too.
     *
     * @param requests 128 by default
     * @return this builder
     */
    public WorkerSettingsBuilder batchSize(int requests) {
        return with(BATCH_SIZE, requests);
    }

    /**
     * How many pauses a worker stays bound to an empty sub-queue.
     *
     * @param pauses 16 by default
     * @return this builder
     */
    public WorkerSettingsBuilder emptyLimit(int pauses) {
        return with(EMPTY_LIMIT, pauses);
    }

    /**
     * How long such a pause is at the most. A request of any sub-queue ends it.
     *
     * @param span 100 milliseconds by default
     * @return this builder
     */
    public WorkerSettingsBuilder emptyPause(Duration span) {
        return with(EMPTY_PAUSE, span);
    }

    /**
     * How long the leases of a batch last, and so how long a worker that died keeps its sub-queue. A live worker
     * renews them three times in each span.
     *
     * @param span 30 seconds by default, at least 10 milliseconds
     * @return this builder
     */
    public WorkerSettingsBuilder lease(Duration span) {
        return with(LEASE, span);
    }

    /**
     * How often a request comes back that failed or whose worker died. The limit -1 means always.
     *
     * @param requeues 10 by default
     * @return this builder
     */
    public WorkerSettingsBuilder requeueLimit(int requeues) {
        return with(REQUEUE_LIMIT, requeues);
    }

    /**
     * About how long a request waits after its first failure. The wait doubles with each further one.
     *
     * @param span whole milliseconds, 200 by default
     * @return this builder
     */
    public WorkerSettingsBuilder firstBackoff(Duration span) {
        return with(FIRST_BACKOFF, span);
    }

    /**
     * About how long a request waits after a failure at the most.
     *
     * @param span whole milliseconds, a minute by default
     * @return this builder
     */
    public WorkerSettingsBuilder longestBackoff(Duration span) {
        return with(LONGEST_BACKOFF, span);
    }

    /**
     * How long a closed worker waits for the batches that are being performed.
     *
     * @param span ten seconds by default
     * @return this builder
     */
    public WorkerSettingsBuilder closeTimeout(Duration span) {
        return with(CLOSE_TIMEOUT, span);
    }

    /**
     * How long a worker waits for a notification of a due recurrence before it queries the store.
     *
     * @param span a second by default
     * @return this builder
     */
    public WorkerSettingsBuilder recurrentCheckInterval(Duration span) {
        return with(RECURRENT_CHECK_INTERVAL, span);
    }

    /**
     * How many due recurrences of a handler a worker takes at a time. The {@code max_batch_size} of {@code [sharq]}
     * bounds it too.
     *
     * @param recurrences 1,024 by default
     * @return this builder
     */
    public WorkerSettingsBuilder recurrentTasksLimit(int recurrences) {
        return with(RECURRENT_TASKS_LIMIT, recurrences);
    }

    /**
     * The name of the workers, which is kept with their leases (rule 28) and named in their events.
     *
     * @param name 1 to 100 of the characters of an identifier; by default the host name, a colon and the process id
     * @return this builder
     */
    public WorkerSettingsBuilder consumer(String name) {
        return with(CONSUMER, name);
    }

    /**
     * Builds the settings. The builder may be used again.
     *
     * @return the settings
     * @throws InvalidValueException if the first backoff is longer than the longest one
     */
    public WorkerSettings build() {
        checkBackoffs();
        return new WorkerSettings(values);
    }

    void checkBackoffs() {
        Duration first = values.get(FIRST_BACKOFF);
        Duration longest = values.get(LONGEST_BACKOFF);
        if (first.compareTo(longest) > 0) {
            throw new InvalidValueException(
                    FIRST_BACKOFF.key(),
                    "It must not be longer than longest_backoff, which is " + longest + ", but is " + first + ".");
        }
    }
}
