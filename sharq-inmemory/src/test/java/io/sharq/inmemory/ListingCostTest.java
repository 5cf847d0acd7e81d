package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A page of queues costs as much as it is long, however many queues the type has. The cost is what the thread allocates: a
 * page that sorts all names needs room for all of them.
 */
class ListingCostTest {
    private static final int FEW = 200;
    private static final int MANY = 100 * FEW;
    private static final Payload EMPTY = Payload.of(new byte[0]);

    @Test
    void aPageOfManyQueuesCostsWhatOneOfFewDoes() {
        try (InMemoryBackend few = withQueues(FEW);
                InMemoryBackend many = withQueues(MANY)) {
            long costOfFew = bytesOfAPage(few);

            assertThat(bytesOfAPage(many)).isLessThan(3 * costOfFew);
        }
    }

    @Test
    void thePagesTogetherAreAllQueuesInOrder() {
        try (InMemoryBackend backend = withQueues(FEW)) {
            TreeSet<String> listed = new TreeSet<>();
            String cursor = null;
            do {
                Page<String> page = page(backend, new PageRequest(cursor, 7));
                assertThat(page.items()).isSorted().allMatch(listed::add);
                cursor = page.next();
            } while (cursor != null);
            assertThat(listed).hasSize(FEW);
        }
    }

    private static InMemoryBackend withQueues(int count) {
        InMemoryBackend backend = InMemoryBackend.create();
        for (int first = 0; first < count; first += FEW) {
            List<EnqueueItem> items = IntStream.range(first, first + FEW)
                    .mapToObj(i -> new EnqueueItem("queue-" + i, "job", EMPTY, JobOptions.DEFAULT, QueueChange.NONE))
                    .toList();
            backend.enqueue(new EnqueueRequest("type", items))
                    .toCompletableFuture()
                    .join();
        }
        return backend;
    }

    private static long bytesOfAPage(InMemoryBackend backend) {
        PageRequest request =
                new PageRequest(page(backend, PageRequest.first(FEW / 2)).next(), 10);
        page(backend, request);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        page(backend, request);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static Page<String> page(InMemoryBackend backend, PageRequest request) {
        return backend.queues("type", request).toCompletableFuture().join();
    }
}
