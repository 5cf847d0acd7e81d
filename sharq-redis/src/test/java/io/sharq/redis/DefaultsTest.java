package io.sharq.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import io.sharq.api.Health;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueKey;
import io.sharq.api.QueuePattern;
import io.sharq.api.QueueSetting;
import io.sharq.redis.check.StoreCheck;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptLoader;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rule 24 costs in Redis, and what happens when a change is left in the middle. The clock is manual. */
class DefaultsTest {
    private static final String PREFIX = "sharq_server:{sharq_server:sms:0}:";
    private static final String STATE = PREFIX + "state";
    private static final String DEFAULTS = "\u00fe";
    private static final int MINUTES = 12;
    private static final int QUEUES = 2_500;

    private final RedisProcess redis = RedisProcess.start();
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final RedisSettings settings =
            RedisSettings.uri(redis.uri()).clock(time).timeout(Patience.LIMIT).build();
    private final RedisBackend backend = RedisBackend.open(settings);
    private final Operations operations = new Operations(backend);
    private final StoredKeys stored = new StoredKeys(redis.uri());

    @AfterEach
    void close() {
        backend.close();
        stored.close();
        redis.close();
    }

    private void set(String pattern, QueueChange change) {
        Operations.get(backend.setDefaults(
                new SetDefaultsRequest(new QueuePattern(Operations.TYPE, pattern), change, Set.of())));
    }

    private EnqueueItem item(String queue, String job) {
        return new EnqueueItem(queue, job, Operations.payload(job), JobOptions.DEFAULT, QueueChange.NONE);
    }

    private void enqueue(String queue, String job) {
        Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item(queue, job)))));
    }

    private long record(String queue) {
        return stored.redis().hstrlen(STATE, (char) queue.length() + queue);
    }

    /** The numbers are those of a queue without defaults in ThrottledRecordTest. Its record has the revision of the change. */
    @Test
    void aQueueThatReliesOnADefaultCostsSevenBytesAndNoCommand() {
        set("*", QueueChange.interval(1_000));
        enqueue("queue", "job-0");
        operations.finish(operations.dequeue(1).jobs().get(0));
        time.advance(Duration.ofSeconds(1));
        operations.enqueue("other", "job", 0);
        operations.finish(operations.dequeue(1).jobs().get(0));

        assertThat(stored.commandsOf(() -> enqueue("queue", "job-1"))).isEqualTo(8);
        assertThat(record("queue")).isEqualTo(28 + 7 + MINUTES);
        enqueue("queue", "job-2");
        List<LeasedJob> leased = new ArrayList<>();
        assertThat(stored.commandsOf(
                        () -> leased.add(operations.dequeue(1).jobs().get(0))))
                .isEqualTo(9);
        assertThat(stored.commandsOf(() -> operations.finish(leased.get(0)))).isEqualTo(5);
    }

    /** All three settings are its own, so nothing is resolved. */
    @Test
    void aQueueThatNamesAllItsSettingsHasNoMoreBytes() {
        set("*", QueueChange.interval(1_000));
        EnqueueItem item = new EnqueueItem(
                "queue", "job", Operations.payload("job"), JobOptions.DEFAULT, new QueueChange(5L, false, 0));
        Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item))));

        assertThat(record("queue")).isEqualTo(17 + MINUTES);
    }

    private void begin(long intervalMillis) {
        set("*", QueueChange.interval(intervalMillis));
        for (String job : List.of("job-1", "job-2")) {
            Operations.get(backend.enqueue(new EnqueueRequest(
                    Operations.TYPE,
                    Stream.iterate(0, i -> i + 1)
                            .limit(QUEUES)
                            .map(i -> item("queue-" + i, job))
                            .toList())));
        }
        List<LeasedJob> first = operations.dequeue(QUEUES).jobs();
        assertThat(first).hasSize(QUEUES);
        first.forEach(operations::finish);
    }

    /** A client changes the interval, and stops before it has called the sweep. */
    private void changeAndStop(long intervalMillis) {
        String[] keys = Stream.of("state", "jobs", "places", "scheduled", "ready", "leases", "dead", "memory")
                .map(PREFIX::concat)
                .toArray(String[]::new);
        String text = new String(ScriptLoader.load(Script.SET_DEFAULTS).text().getBytes(ISO_8859_1), ISO_8859_1);
        List<Object> reply = stored.redis()
                .eval(
                        text,
                        ScriptOutputType.MULTI,
                        keys,
                        Long.toString(time.nowMicros()),
                        "channel",
                        Operations.TYPE,
                        "",
                        Long.toString(intervalMillis),
                        "",
                        "",
                        "0",
                        "0");
        assertThat(reply.get(1)).isEqualTo(1L);
        assertThat(reply.get(3)).as("whether steps of the sweep are left").isEqualTo(1L);
    }

    @Test
    void aLongerIntervalHoldsBeforeTheSweepHasEnded() {
        begin(1_000);
        changeAndStop(60_000);
        time.advance(Duration.ofMillis(59_999));

        // A dequeue renews a bounded number of turns, so it may take several to find that nothing is ready.
        for (int i = 0; i < 50; i++) {
            assertThat(operations.dequeue(10).jobs()).isEmpty();
        }
        time.advance(Duration.ofMillis(1));
        assertThat(operations.dequeue(10).jobs()).hasSize(10);
    }

    @Test
    void upkeepEndsASweepThatAClientHasLeft() {
        begin(60_000);
        time.advance(Duration.ofSeconds(1));
        changeAndStop(1_000);
        assertThat(operations.dequeue(QUEUES).jobs()).hasSizeLessThan(QUEUES);
        int steps = 0;
        while (operations.requeue().more()) {
            steps++;
            assertThat(steps).isLessThan(10);
        }
        List<LeasedJob> rest = operations.dequeue(QUEUES).jobs();

        assertThat(rest).isNotEmpty();
        assertThat(Operations.get(backend.describe(new QueueKey(Operations.TYPE, "queue-7")))
                        .orElseThrow()
                        .interval())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(operations.dequeue(QUEUES).jobs()).isEmpty();
        assertThat(StoreCheck.list(settings, false)).isEmpty();
    }

    @Test
    void damagedDefaultsAreSetAsideAndBlockNothing() {
        for (String broken : List.of("", "\u0001", "\u0001\u0000\u0001\u00ff\u00ff\u00ff\u00ff\u00ff", "cx")) {
            set("*", QueueChange.interval(1_000));
            stored.redis().hset(STATE, DEFAULTS, broken);
            enqueue("queue" + broken.length(), "job");

            assertThat(operations.dequeue(1).jobs()).hasSize(1);
        }
        Health health = Operations.get(backend.health());
        assertThat(health.damaged()).isEqualTo(4);
        assertThat(Operations.get(backend.defaults(Operations.TYPE))).isEmpty();
        StoreCheck.list(settings, true);
        assertThat(StoreCheck.list(settings, false)).isEmpty();
    }

    @Test
    void defaultsOutliveThePartitionsRecord() {
        set("gold-*", QueueChange.interval(60_000));
        enqueue("gold-1", "job-1");
        enqueue("gold-1", "job-2");
        operations.finish(operations.dequeue(1).jobs().get(0));
        stored.redis().hdel(STATE, "");
        enqueue("gold-2", "job-1");

        assertThat(Operations.get(backend.defaults(Operations.TYPE)))
                .extracting(QueueDefaults::interval)
                .hasSize(1);
        assertThat(Operations.get(backend.describe(new QueueKey(Operations.TYPE, "gold-2")))
                        .orElseThrow()
                        .interval())
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void nothingOfThemIsLeftOnceTheyAreDeleted() {
        enqueue("queue", "job");
        long before = record("queue");
        long partition = stored.redis().hstrlen(STATE, "");
        set("*", new QueueChange(5L, true, 3));
        assertThat(record("queue")).isGreaterThan(before);
        Operations.get(backend.setDefaults(SetDefaultsRequest.delete(new QueuePattern(Operations.TYPE, "*"))));

        assertThat(record("queue")).isEqualTo(before);
        assertThat(stored.redis().hstrlen(STATE, "")).isEqualTo(partition);
        assertThat(stored.redis().hexists(STATE, DEFAULTS)).isFalse();
        Operations.get(backend.configure(new ConfigureRequest(
                new QueueKey(Operations.TYPE, "queue"),
                QueueChange.NONE,
                Set.of(QueueSetting.INTERVAL),
                null,
                null,
                true)));
        assertThat(record("queue")).isEqualTo(before);
    }
}
