package io.sharq.config.section;

import static io.sharq.settings.ValueType.span;
import static io.sharq.settings.ValueType.text;
import static io.sharq.settings.ValueType.wholeMillis;
import static io.sharq.settings.ValueType.wholeNumber;

import io.sharq.api.Bounds;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.ValueType;
import java.time.Duration;

/** The table of section {@code [worker]}: the settings of the queues and workers of {@code sharq-worker}. */
public final class WorkerSection {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final ValueType<Duration> PAUSE = span(MILLI, YEAR);
    private static final ValueType<Duration> BACKOFF = wholeMillis(MILLI, YEAR);

    private static final Section.Builder TABLE = Section.named("worker");

    public static final Setting<Duration> COORDINATOR_DELAY = TABLE.add(Setting.of(
                    "coordinator_delay",
                    PAUSE,
                    "how long an idle worker waits for a notification before it looks again by itself")
            .byDefault(Duration.ofSeconds(1)));

    public static final Setting<Integer> DEFAULT_ORDER = TABLE.add(Setting.of(
                    "default_order",
                    wholeNumber(Bounds.MIN_ORDER, Bounds.MAX_ORDER),
                    "the order of a request whose route says none")
            .byDefault(0));

    public static final Setting<String> DEFAULT_THREAD = TABLE.add(Setting.of(
                    "default_thread",
                    text("1 to 200 of `A-Z a-z 0-9 ! # $ % & ( ) * + , - . / : ; = ? @ [ ] _ ~`", Bounds::identifier),
                    "the sub-queue of a request whose route says none")
            .byDefault("0"));

    public static final Setting<Integer> BATCH_SIZE = TABLE.add(Setting.of(
                    "batch_size",
                    wholeNumber(1, Bounds.MAX_BATCH),
                    "how many requests a batch has at the most; `max_batch_size` of `[sharq]` bounds it too")
            .byDefault(128));

    public static final Setting<Integer> EMPTY_LIMIT = TABLE.add(Setting.of(
                    "empty_limit",
                    wholeNumber(0, Bounds.MAX_COUNT),
                    "how many pauses a worker stays bound to an empty sub-queue")
            .byDefault(16));

    public static final Setting<Duration> EMPTY_PAUSE =
            TABLE.add(Setting.of("empty_pause", PAUSE, "how long such a pause is; a request ends it")
                    .byDefault(Duration.ofMillis(100)));

    public static final Setting<Duration> LEASE = TABLE.add(
            Setting.of("lease", span(Duration.ofMillis(10), YEAR), "how long a worker that died keeps its sub-queue")
                    .byDefault(Duration.ofSeconds(30)));

    public static final Setting<Integer> REQUEUE_LIMIT = TABLE.add(Setting.of(
                    "requeue_limit",
                    wholeNumber(Bounds.REQUEUE_ALWAYS, Bounds.MAX_COUNT),
                    "how often a request that failed comes back; -1 means always")
            .byDefault(10));

    public static final Setting<Duration> FIRST_BACKOFF = TABLE.add(Setting.of(
                    "first_backoff",
                    BACKOFF,
                    "about how long a request waits after its first failure, at most `longest_backoff`")
            .byDefault(Duration.ofMillis(200)));

    public static final Setting<Duration> LONGEST_BACKOFF = TABLE.add(
            Setting.of("longest_backoff", BACKOFF, "about how long a request waits after a failure at the most")
                    .byDefault(Duration.ofMinutes(1)));

    public static final Setting<Duration> CLOSE_TIMEOUT = TABLE.add(
            Setting.of("close_timeout", PAUSE, "how long a worker that is closed goes on with the batch in hand")
                    .byDefault(Duration.ofSeconds(10)));

    public static final Setting<Duration> RECURRENT_CHECK_INTERVAL = TABLE.add(Setting.of(
                    "recurrent_check_interval",
                    PAUSE,
                    "how long a worker waits for a notification of a recurrence before it looks again by itself")
            .byDefault(Duration.ofSeconds(1)));

    public static final Setting<Integer> RECURRENT_TASKS_LIMIT = TABLE.add(Setting.of(
                    "recurrent_tasks_limit",
                    wholeNumber(1, Bounds.MAX_BATCH),
                    "how many due recurrences of a handler it takes at a time; `max_batch_size` bounds it too")
            .byDefault(1024));

    public static final Setting<String> CONSUMER = TABLE.add(Setting.of(
                    "consumer",
                    text("1 to 100 of `A-Z a-z 0-9 ! # $ % & ( ) * + , - . / : ; = ? @ [ ] _ ~`", Bounds::consumer),
                    "the name of a worker, kept with its leases and named in its events")
            .otherwise("host name, colon, process id"));

    public static final Section SECTION = TABLE.build();

    private WorkerSection() {}
}
