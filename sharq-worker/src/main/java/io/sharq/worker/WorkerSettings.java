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
import static io.sharq.config.section.WorkerSection.SECTION;

import io.sharq.api.Bounds;
import io.sharq.api.ConfigurationException;
import io.sharq.config.Configuration;
import io.sharq.settings.SettingValues;
import io.sharq.worker.execution.ProcessName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The settings of queues and workers. Immutable. */
public final class WorkerSettings {
    private final SettingValues values;

    WorkerSettings(SettingValues values) {
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
     * A builder that begins with the defaults.
     *
     * @return a builder
     */
    public static WorkerSettingsBuilder builder() {
        return new WorkerSettingsBuilder(SettingValues.defaults(SECTION));
    }

    /**
     * Reads the section {@code [worker]} and the environment that the configuration was read with, which overrides it.
     *
     * @param configuration the configuration
     * @return the settings
     * @throws ConfigurationException if values cannot be used; it names all of them
     */
    public static WorkerSettings of(Configuration configuration) {
        return new SettingsReader(Bounds.required("configuration", configuration), configuration::variable).read();
    }

    /**
     * Reads the section {@code [worker]}, with its spans in milliseconds, and the variables of the original sharded queue,
     * which override it. {@code docs/configuration.md} lists them.
     *
     * @param configuration the configuration
     * @param environment the variables that are set, by name
     * @return the settings
     * @throws ConfigurationException if values cannot be used; it names all of them
     */
    public static WorkerSettings of(Configuration configuration, Map<String, String> environment) {
        Bounds.required("configuration", configuration);
        Bounds.required("environment", environment);
        return new SettingsReader(configuration, name -> variable(environment, name)).read();
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        String value = Bounds.required(name, environment.getOrDefault(name, "")).strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /**
     * How long an idle worker waits for a notification before it queries the store, and how long it pauses after a
     * failure.
     *
     * @return the span
     */
    public Duration coordinatorDelay() {
        return values.get(COORDINATOR_DELAY);
    }

    /**
     * The order of a request whose route names none.
     *
     * @return the order
     */
    public int defaultOrder() {
        return values.get(DEFAULT_ORDER);
    }

    /**
     * The sub-queue of a request whose route names none.
     *
     * @return the sub-queue
     */
    public String defaultThread() {
        return values.get(DEFAULT_THREAD);
    }

    /**
     * How many requests a batch has at the most. The {@code max_batch_size} of {@code [sharq]} bounds it too.
     *
     * @return the number
     */
    public int batchSize() {
        return values.get(BATCH_SIZE);
    }

    /**
     * How many pauses a worker stays bound to an empty sub-queue.
     *
     * @return the number
     */
    public int emptyLimit() {
        return values.get(EMPTY_LIMIT);
    }

    /**
     * How long such a pause is at the most. A request of any sub-queue ends it.
     *
     * @return the span
     */
    public Duration emptyPause() {
        return values.get(EMPTY_PAUSE);
    }

    /**
     * How long the leases of a batch last, and so how long a worker that died keeps its sub-queue. A live worker
     * renews them three times in each span.
     *
     * @return the span
     */
    public Duration lease() {
        return values.get(LEASE);
    }

    /**
     * How often a request comes back that failed or whose worker died. The limit -1 means always.
     *
     * @return the number
     */
    public int requeueLimit() {
        return values.get(REQUEUE_LIMIT);
    }

    /**
     * About how long a request waits after its first failure. The wait doubles with each further one.
     *
     * @return the span
     */
    public Duration firstBackoff() {
        return values.get(FIRST_BACKOFF);
    }

    /**
     * About how long a request waits after a failure at the most.
     *
     * @return the span
     */
    public Duration longestBackoff() {
        return values.get(LONGEST_BACKOFF);
    }

    /**
     * How long a closed worker waits for the batches that are being performed.
     *
     * @return the span
     */
    public Duration closeTimeout() {
        return values.get(CLOSE_TIMEOUT);
    }

    /**
     * How long a worker waits for a notification of a due recurrence before it queries the store.
     *
     * @return the span
     */
    public Duration recurrentCheckInterval() {
        return values.get(RECURRENT_CHECK_INTERVAL);
    }

    /**
     * How many due recurrences of a handler a worker takes at a time. The {@code max_batch_size} of {@code [sharq]}
     * bounds it too.
     *
     * @return the number
     */
    public int recurrentTasksLimit() {
        return values.get(RECURRENT_TASKS_LIMIT);
    }

    /**
     * The name of the workers, which is kept with their leases (rule 28) and named in their events.
     *
     * @return the name, by default that of this process: its host name, a colon and its process id
     */
    public String consumer() {
        return values.find(CONSUMER).orElseGet(ProcessName::get);
    }
}
