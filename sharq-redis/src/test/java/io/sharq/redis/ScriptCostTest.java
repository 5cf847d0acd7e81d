package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.api.ChangeStatus;
import io.sharq.api.DequeueFrom;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many Redis commands a script issues, and how much memory a waiting job takes: bounds that users rely on. */
class ScriptCostTest {
    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
    private static final int MOST_COMMANDS = 10;
    private static final int BATCH = 100;

    /** What it costs, once for up to a thousand of them, to let delayed jobs take their places. */
    private static final int MORE_FOR_DUE_JOBS = 7;

    /** The commands of the scripts that are called beside a listing and before a cancel. */
    private static final int DESCRIBE = 2;

    private static final int ARRANGE = 5;

    private final RedisProcess redis = RedisProcess.start();
    private final RedisBackend backend =
            RedisBackend.open(RedisSettings.uri(redis.uri()).build());
    private final RedisClient client = RedisClient.create(redis.uri());
    private final RedisCommands<String, String> commands = client.connect().sync();
    private long nonce;
    private long retentionMicros;

    @AfterEach
    void close() {
        backend.close();
        client.shutdown();
        redis.close();
    }

    @Test
    void noEnqueueDequeueOrFinishIssuesMoreThanTenCommandsForOneJob() {
        enqueue("warm", "up", QueueChange.NONE, JobOptions.DEFAULT);
        // The first dequeue for the length of a lease has upkeep arranged.
        dequeue().forEach(this::finish);
        for (boolean ordered : new boolean[] {false, true}) {
            for (long interval : new long[] {0, 1}) {
                for (long delay : new long[] {0, 1}) {
                    // A retention this short is over when the next round enqueues the same ids.
                    for (long retained : new long[] {0, 1}) {
                        retentionMicros = retained;
                        cycle(new QueueChange(interval, ordered, 3), new JobOptions(0, delay, 5, 100));
                    }
                }
            }
        }
    }

    private void cycle(QueueChange settings, JobOptions options) {
        for (int i = 0; i < 4; i++) {
            String job = "job-" + i;
            assertCost(() -> enqueue("queue", job, settings, options));
        }
        List<LeasedJob> leased = new ArrayList<>();
        while (leased.size() < 2) {
            assertCost(() -> leased.addAll(dequeue()), options.delayMicros() > 0 ? MORE_FOR_DUE_JOBS : 0);
            finishAll(leased);
        }
        while (dequeueAndFinish()) {
            Thread.onSpinWait();
        }
    }

    private void finishAll(List<LeasedJob> leased) {
        leased.forEach(job -> assertCost(() -> finish(job)));
    }

    private boolean dequeueAndFinish() {
        List<LeasedJob> jobs = new ArrayList<>();
        assertCost(() -> jobs.addAll(dequeue()), MORE_FOR_DUE_JOBS);
        finishAll(jobs);
        return Operations.get(backend.metrics(new MetricsScope.Type("sms"))).length() > 0;
    }

    private void assertCost(Runnable operation) {
        assertCost(operation, 0);
    }

    private void assertCost(Runnable operation, int moreForDueJobs) {
        commands.configResetstat();
        operation.run();
        assertThat(commandsOfScripts())
                .as(() -> commands.info("commandstats"))
                .isLessThanOrEqualTo(MOST_COMMANDS + moreForDueJobs);
    }

    private int commandsOfScripts() {
        int sum = 0;
        Matcher calls = CALLS.matcher(commands.info("commandstats"));
        while (calls.find()) {
            if (!List.of("evalsha", "eval", "config|resetstat", "info").contains(calls.group(1))) {
                sum += Integer.parseInt(calls.group(2));
            }
        }
        return sum;
    }

    private void enqueue(String queueId, String jobId, QueueChange settings, JobOptions options) {
        EnqueueItem item = new EnqueueItem(queueId, jobId, Payload.wrap(new byte[26]), options, settings);
        Operations.get(backend.enqueue(new EnqueueRequest("sms", List.of(item))));
    }

    private List<LeasedJob> dequeue() {
        return Operations.get(backend.dequeue(new DequeueRequest("sms", DequeueFrom.ANY, 1, 60_000_000, nonce++)))
                .jobs();
    }

    private void finish(LeasedJob job) {
        LeaseRef lease = new LeaseRef(job.queueId(), job.jobId(), job.token());
        Operations.get(backend.finish(FinishRequest.of("sms", List.of(lease), retentionMicros)));
    }

    /** The figures of docs/redis-keys.md. */
    @Test
    void whatListingsChangesAndThrottlesCost() {
        enqueue("queue", "warm", QueueChange.NONE, JobOptions.DEFAULT);
        dequeue().forEach(this::finish);
        JobOptions later = new JobOptions(0, 60_000_000, 5, null);
        enqueue("queue", "job-1", QueueChange.NONE, JobOptions.DEFAULT);
        enqueue("queue", "job-2", QueueChange.NONE, JobOptions.DEFAULT);
        enqueue("queue", "job-3", QueueChange.NONE, later);
        assertThat(cost(() -> jobs(10))).isEqualTo(6 + DESCRIBE);
        assertThat(cost(() -> jobs(1))).isEqualTo(4 + DESCRIBE);
        assertThat(cost(() -> change("job-2", 7, null))).isEqualTo(12);
        assertThat(cost(() -> change("job-3", null, 30_000_000L))).isEqualTo(13);
        assertThat(cost(() -> cancel("job-2"))).isEqualTo(11 + ARRANGE);
        assertThat(cost(() -> cancel("job-3"))).isEqualTo(12 + ARRANGE);
        LeasedJob leased = dequeue().get(0);
        assertThat(cost(() -> throttle(leased))).isBetween(9, 12);
        assertThat(cost(() -> change("job-1", null, 30_000_000L))).isBetween(12, 17);
        assertThat(cost(() -> cancel("job-1"))).isBetween(12 + ARRANGE, 17 + ARRANGE);
    }

    private int cost(Runnable operation) {
        commands.configResetstat();
        operation.run();
        return commandsOfScripts();
    }

    private void jobs(int limit) {
        Operations.get(backend.jobs(new QueueKey("sms", "queue"), PageRequest.first(limit)));
    }

    private void change(String job, @Nullable Integer order, @Nullable Long delayMicros) {
        ChangeItem item = new ChangeItem(new JobRef("queue", job), order, delayMicros, null);
        assertThat(Operations.get(backend.change(new ChangeRequest("sms", List.of(item)))))
                .allMatch(result -> result.status() == ChangeStatus.DONE);
    }

    private void cancel(String job) {
        assertThat(Operations.get(backend.cancel(new CancelRequest("sms", List.of(new JobRef("queue", job))))))
                .allMatch(result -> result.status() == ChangeStatus.DONE);
    }

    private void throttle(LeasedJob job) {
        ThrottleItem item = new ThrottleItem(new LeaseRef(job.queueId(), job.jobId(), job.token()), null);
        Operations.get(backend.throttle(new ThrottleRequest("sms", List.of(item), 60_000_000)));
    }

    @Test
    void aWaitingJobTakesAtMostThreeHundredBytesInALongQueueAndFiveHundredAlone() {
        assertThat(bytesAJob(1_000, 100)).isLessThanOrEqualTo(300);
        assertThat(bytesAJob(100_000, 1)).isLessThanOrEqualTo(500);
    }

    private long bytesAJob(int queues, int jobs) {
        commands.flushall();
        enqueue("warm", "up", QueueChange.NONE, JobOptions.DEFAULT);
        long before = used();
        int all = queues * jobs;
        for (int first = 0; first < all; first += BATCH) {
            List<EnqueueItem> items = new ArrayList<>();
            for (int job = first; job < first + BATCH; job++) {
                items.add(new EnqueueItem(
                        "user" + job / jobs,
                        UUID.randomUUID().toString(),
                        Payload.wrap(new byte[26]),
                        JobOptions.DEFAULT,
                        QueueChange.interval(1_000)));
            }
            Operations.get(backend.enqueue(new EnqueueRequest("sms", items)));
        }
        return (used() - before) / all;
    }

    private long used() {
        Matcher used = Pattern.compile("used_memory:(\\d+)").matcher(commands.info("memory"));
        assertThat(used.find()).isTrue();
        return Long.parseLong(used.group(1));
    }
}
