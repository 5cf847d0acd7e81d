package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Payload;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many Redis commands a script issues, and how much memory a waiting job takes: bounds that users rely on. */
class ScriptCostTest {
    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
    private static final int MOST_COMMANDS = 10;
    private static final int BATCH = 100;

    /** What it costs, once for up to a thousand of them, to let delayed jobs take their places. */
    private static final int MORE_FOR_DUE_JOBS = 7;

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
        Operations.get(backend.finish(new FinishRequest("sms", List.of(lease), retentionMicros)));
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
