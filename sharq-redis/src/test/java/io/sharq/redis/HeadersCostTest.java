package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Headers;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.time.ManualTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What headers cost in Redis: a job without them no byte, and one with them no command. */
class HeadersCostTest {
    private static final Headers HEADERS = Headers.of("tag", "value");

    /** The length of all, and of each name and value. */
    private static final int LENGTHS = 2 + 1 + 2;

    private static final int CONTENT = "tag".length() + "value".length();

    private final RedisProcess redis = RedisProcess.start();
    private final RedisBackend backend = RedisBackend.open(RedisSettings.uri(redis.uri())
            .clock(ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z")))
            .timeout(Patience.LIMIT)
            .build());
    private final Operations operations = new Operations(backend);
    private final StoredKeys stored = new StoredKeys(redis.uri());

    @AfterEach
    void close() {
        backend.close();
        stored.close();
        redis.close();
    }

    private void enqueue(String jobId, Headers headers) {
        EnqueueItem item = new EnqueueItem(
                "queue", jobId, Operations.payload("payload"), headers, JobOptions.DEFAULT, QueueChange.NONE);
        Operations.get(backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item))));
    }

    private LeasedJob dequeue() {
        return operations.dequeue(1).jobs().get(0);
    }

    private long record(String jobId) {
        String field = "\5queue" + (char) jobId.length() + jobId;
        return stored.redis().hstrlen("sharq_server:{sharq_server:sms:0}:jobs", field);
    }

    @Test
    void aJobWithoutHeadersCostsWhatItDidBeforeThereWereHeaders() {
        enqueue("job-0", Headers.NONE);
        operations.finish(dequeue());

        assertThat(stored.commandsOf(() -> enqueue("job-1", Headers.NONE))).isEqualTo(8);
        assertThat(record("job-1")).isEqualTo(1 + 9 + "payload".length());
        assertThat(stored.commandsOf(this::dequeue)).isEqualTo(8);
    }

    @Test
    void aJobWithHeadersCostsTheirBytesAndNoCommand() {
        enqueue("job-0", Headers.NONE);
        operations.finish(dequeue());

        assertThat(stored.commandsOf(() -> enqueue("job-1", HEADERS))).isEqualTo(8);
        assertThat(record("job-1")).isEqualTo(1 + 9 + LENGTHS + CONTENT + "payload".length());
        assertThat(stored.commandsOf(() -> assertThat(dequeue().headers()).isEqualTo(HEADERS)))
                .isEqualTo(8);
    }
}
