package io.sharq.config.section;

import static io.sharq.settings.ValueType.bytes;
import static io.sharq.settings.ValueType.flag;
import static io.sharq.settings.ValueType.span;
import static io.sharq.settings.ValueType.text;
import static io.sharq.settings.ValueType.wholeNumber;

import io.sharq.api.Bounds;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.ValueType;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** The table of section {@code [sharq]}: the settings of every {@link io.sharq.SharQ}. */
public final class SharQSection {
    private static final Duration YEAR = Duration.ofMillis(Bounds.MAX_INTERVAL_MILLIS);
    private static final ValueType<Duration> POSITIVE = span(Duration.of(1, ChronoUnit.MICROS), YEAR);
    private static final ValueType<Duration> ANY_SPAN = span(Duration.ZERO, YEAR);
    private static final int MIB = 1 << 20;

    private static final Section.Builder TABLE = Section.named("sharq").variables("SHARQ_");

    public static final Setting<Duration> JOB_EXPIRE_INTERVAL = TABLE.add(Setting.of(
                    "job_expire_interval",
                    POSITIVE,
                    "how long a lease lasts that a dequeue hands out without naming another length")
            .byDefault(Duration.ofSeconds(1)));

    public static final Setting<Duration> JOB_REQUEUE_INTERVAL = TABLE.add(Setting.of(
                    "job_requeue_interval",
                    POSITIVE,
                    "the pause between two rounds of upkeep, which send jobs of expired leases back")
            .byDefault(Duration.ofSeconds(1)));

    public static final Setting<Boolean> ENABLE_REQUEUE_SCRIPT = TABLE.add(Setting.of(
                    "enable_requeue_script",
                    flag(),
                    "whether this process runs upkeep; `false` leaves it to other processes of the same store, and one of"
                            + " them must run it")
            .byDefault(true));

    public static final Setting<Integer> DEFAULT_JOB_REQUEUE_LIMIT = TABLE.add(Setting.of(
                    "default_job_requeue_limit",
                    wholeNumber(Bounds.REQUEUE_ALWAYS, Bounds.MAX_COUNT),
                    "how often a job may come back whose enqueue names no limit; -1 means always")
            .byDefault(Bounds.REQUEUE_ALWAYS));

    public static final Setting<Integer> MAX_PAYLOAD_SIZE =
            TABLE.add(Setting.of("max_payload_size", bytes(0, 512 * MIB), "the largest payload that an enqueue accepts")
                    .byDefault(MIB));

    public static final Setting<Integer> MAX_BATCH_SIZE = TABLE.add(
            Setting.of("max_batch_size", wholeNumber(1, Bounds.MAX_BATCH), "the most items that one call accepts")
                    .byDefault(1_000));

    public static final Setting<Duration> FINISHED_RETENTION = TABLE.add(Setting.of(
                    "finished_retention",
                    ANY_SPAN,
                    "how long a finished job is remembered, so that its id stays a duplicate; 0 means not at all")
            .byDefault(Duration.ZERO));

    public static final Setting<Integer> DEAD_JOB_MAX_COUNT = TABLE.add(
            Setting.of("dead_job_max_count", wholeNumber(0, Bounds.MAX_COUNT), "how many dead jobs of a type are kept")
                    .byDefault(10_000));

    public static final Setting<Duration> DEAD_JOB_MAX_AGE =
            TABLE.add(Setting.of("dead_job_max_age", POSITIVE, "how long a dead job is kept")
                    .byDefault(Duration.ofDays(14)));

    public static final Setting<Duration> THROTTLE_MAX_HOLD = TABLE.add(Setting.of(
                    "throttle_max_hold",
                    POSITIVE,
                    "the longest hold of a queue whose jobs are throttled without an instant; after this time without a"
                            + " hold the growth starts over")
            .byDefault(Duration.ofMinutes(5)));

    public static final Setting<Duration> RETRY_FOR = TABLE.add(Setting.of(
                    "retry_for",
                    ANY_SPAN,
                    "how long after its first failure a call is made again, where that is safe; 0 means not at all")
            .byDefault(Duration.ofSeconds(3)));

    public static final Setting<String> BACKEND = TABLE.add(
            Setting.of("backend", text("a backend on the class path", (key, name) -> name), "the name of the backend")
                    .otherwise("see [below](#which-backend)"));

    public static final Section SECTION = TABLE.build();

    private SharQSection() {}
}
