package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.BackendException;
import io.sharq.api.DequeueFrom;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Outcome;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Threads that enqueue jobs of many queues, and threads that dequeue and finish them, while something happens to Redis. A
 * call that fails is made again, the same, as the outcomes allow. Real time: that is when things happen.
 */
final class Load implements AutoCloseable {
    private static final int QUEUES = 30;
    private static final long LEASE_MICROS = 2_000_000;

    private final Operations operations;
    private final List<Thread> producers = new ArrayList<>();
    private final List<Thread> consumers = new ArrayList<>();
    private final Set<String> attempted = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> finished = new ConcurrentHashMap<>();
    private final Set<String> unexpected = ConcurrentHashMap.newKeySet();
    private final Set<String> rejected = ConcurrentHashMap.newKeySet();
    private final AtomicLong notDone = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong nonces = new AtomicLong(1L << 40);
    private volatile boolean isProducing = true;
    private volatile boolean isConsuming = true;

    Load(RedisBackend backend) {
        this.operations = new Operations(backend);
    }

    Load start() {
        for (int i = 0; i < 2; i++) {
            String name = "p" + i;
            producers.add(start(() -> produce(name)));
            consumers.add(start(this::consume));
        }
        return this;
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "load");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void produce(String name) {
        for (int i = 0; isProducing; i++) {
            String queue = "queue-" + i % QUEUES;
            String job = name + "-" + i;
            attempted.add(queue + "/" + job);
            untilDone(() -> operations.enqueue(queue, job, 0));
            acknowledged.add(queue + "/" + job);
            LockSupport.parkNanos(500_000);
        }
    }

    private void consume() {
        while (isConsuming) {
            DequeueRequest request =
                    new DequeueRequest(Operations.TYPE, DequeueFrom.ANY, 4, LEASE_MICROS, nonces.incrementAndGet());
            DequeueReply reply =
                    untilDone(() -> Operations.get(operations.backend().dequeue(request)));
            for (LeasedJob job : reply.jobs()) {
                String id = job.queueId() + "/" + job.jobId();
                if (!attempted.contains(id)) {
                    unexpected.add(id);
                }
                if (untilDone(() -> operations.finish(job)) == LeaseStatus.DONE) {
                    finished.merge(id, 1, Integer::sum);
                } else {
                    // Its answer was lost and it was made again, or the lease has ended: either way the job is looked
                    // for.
                    finished.merge(id, 0, Integer::sum);
                }
            }
            if (reply.jobs().isEmpty()) {
                LockSupport.parkNanos(2_000_000);
            }
        }
    }

    private <T> T untilDone(Supplier<T> call) {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (true) {
            try {
                return call.get();
            } catch (CompletionException e) {
                BackendException failure = (BackendException) e.getCause();
                count(failure);
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private void count(BackendException failure) {
        if (failure.outcome() == Outcome.REJECTED) {
            rejected.add(String.valueOf(failure.getMessage()));
        }
        (failure.outcome() == Outcome.NOT_DONE ? notDone : unknown).incrementAndGet();
    }

    /** Waits until so many jobs were acknowledged. */
    void awaitAcknowledged(int number) {
        org.awaitility.Awaitility.await().atMost(Patience.LIMIT).until(() -> acknowledged.size() >= number);
    }

    /** The jobs that were acknowledged so far. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    int acknowledgedSoFar() {
        return acknowledged.size();
    }

    /** Ends the load once the service has been well for a moment, and waits until everything is drained. */
    void drain() throws InterruptedException {
        isProducing = false;
        for (Thread producer : producers) {
            producer.join(Patience.LIMIT.toMillis());
            assertThat(producer.isAlive()).isFalse();
        }
        org.awaitility.Awaitility.await().atMost(Patience.LIMIT).until(() -> {
            operations.requeue();
            return finished.keySet().containsAll(acknowledged) || isEmpty();
        });
        isConsuming = false;
        for (Thread consumer : consumers) {
            consumer.join(Patience.LIMIT.toMillis());
        }
    }

    private boolean isEmpty() {
        var counts = Operations.get(operations.backend().metrics(new io.sharq.spi.MetricsScope.Type(Operations.TYPE)));
        return counts.length() == 0 && counts.active() == 0;
    }

    /** Acknowledged and never seen again. */
    Set<String> lost() {
        Set<String> lost = ConcurrentHashMap.newKeySet();
        lost.addAll(acknowledged);
        lost.removeAll(finished.keySet());
        return lost;
    }

    /** What holds whatever happened: nothing invented, nothing refused for good. */
    void assertSound() {
        assertThat(unexpected).isEmpty();
        assertThat(rejected).isEmpty();
    }

    void assertNothingFinishedTwice() {
        assertThat(finished.values()).allMatch(count -> count <= 1);
    }

    @Override
    public String toString() {
        return acknowledged.size() + " acknowledged, " + lost().size() + " lost, " + notDone + " not done, " + unknown
                + " unknown";
    }

    @Override
    public void close() {
        isProducing = false;
        isConsuming = false;
    }
}
