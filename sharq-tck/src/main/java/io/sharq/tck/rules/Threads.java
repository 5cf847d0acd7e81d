package io.sharq.tck.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.spi.Backend;
import io.sharq.spi.DequeueFrom;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseStatus;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReleaseRequest;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.Label;

/** Rules 2, 6, 8 and 13 under real threads and real time, which threads need. */
public interface Threads extends Fixture {
    /** Many threads enqueue, take, give back and finish: nothing is lost, doubled, or released early. */
    @Example
    @Label("rules 2, 6, 8, 13: threads lose nothing, double nothing, and keep the spacing")
    default void threadsKeepTheRules() {
        try (Backend backend = openInRealTime()) {
            new Crowd(backend).run();
        }
    }

    /** What the threads do, and what they saw. */
    final class Crowd {
        private static final int THREADS = 6;
        private static final int JOBS_A_THREAD = 150;
        private static final int QUEUES = 4;
        private static final long LEASE_MICROS = 60_000_000;

        /** Queue 0 is limited, queue 1 ordered, the others free. */
        private static final long INTERVAL_MILLIS = 1;

        private record Release(LeasedJob job, long atMicros) {}

        private final Backend backend;
        private final Queue<Release> releases = new ConcurrentLinkedQueue<>();
        private final Map<String, Boolean> active = new ConcurrentHashMap<>();
        private final AtomicInteger activeInOrdered = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private final AtomicLong nonces = new AtomicLong();

        Crowd(Backend backend) {
            this.backend = backend;
        }

        void run() {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    int thread = i;
                    running.add(threads.submit(() -> work(thread)));
                }
                for (Future<?> thread : running) {
                    thread.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            } catch (ExecutionException e) {
                throw new AssertionError("a thread found the rules broken", e.getCause());
            } finally {
                threads.shutdownNow();
            }
            checkSpacing();
        }

        private void work(int thread) {
            for (int i = 0; i < JOBS_A_THREAD; i++) {
                enqueue(thread, i);
                if (i % 2 == 1) {
                    takeAndEnd(i);
                }
            }
            while (finished.get() < THREADS * JOBS_A_THREAD) {
                takeAndEnd(2);
            }
        }

        private void enqueue(int thread, int number) {
            int queue = number % QUEUES;
            QueueChange settings = new QueueChange(queue == 0 ? INTERVAL_MILLIS : 0, queue == 1, null);
            EnqueueItem item =
                    Trial.item("queue-" + queue, "job-" + thread + "-" + number, JobOptions.DEFAULT, settings);
            Trial.get(backend.enqueue(new EnqueueRequest(Trial.TYPE, List.of(item))));
        }

        private void takeAndEnd(int round) {
            DequeueReply reply = Trial.get(backend.dequeue(
                    new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 1, LEASE_MICROS, nonces.incrementAndGet())));
            for (LeasedJob job : reply.jobs()) {
                releases.add(new Release(job, reply.stamp().atMicros()));
                String name = job.queueId() + "/" + job.jobId();
                assertThat(active.putIfAbsent(name, true))
                        .as("a second live lease of " + name)
                        .isNull();
                boolean isOrdered = job.queueId().equals("queue-1");
                if (isOrdered) {
                    assertThat(activeInOrdered.incrementAndGet())
                            .as("active jobs of an ordered queue")
                            .isEqualTo(1);
                    activeInOrdered.decrementAndGet();
                }
                active.remove(name);
                end(job, round % 5 == 0 && job.deliveries() == 1);
            }
        }

        private void end(LeasedJob job, boolean givesBack) {
            List<LeaseRef> leases = List.of(Trial.lease(job));
            if (givesBack) {
                assertThat(Trial.get(backend.release(new ReleaseRequest(Trial.TYPE, leases)))
                                .get(0)
                                .status())
                        .isEqualTo(LeaseStatus.DONE);
            } else {
                assertThat(Trial.get(backend.finish(new FinishRequest(Trial.TYPE, leases, 0)))
                                .get(0)
                                .status())
                        .isEqualTo(LeaseStatus.DONE);
                finished.incrementAndGet();
            }
        }

        private void checkSpacing() {
            List<Long> limited = releases.stream()
                    .filter(release -> release.job.queueId().equals("queue-0"))
                    .sorted(Comparator.comparingLong(
                            release -> release.job.token().number()))
                    .map(Release::atMicros)
                    .collect(Collectors.toList());
            for (int i = 1; i < limited.size(); i++) {
                assertThat(limited.get(i) - limited.get(i - 1)).isGreaterThanOrEqualTo(INTERVAL_MILLIS * 1_000);
            }
            assertThat(limited).hasSizeGreaterThan(THREADS * JOBS_A_THREAD / QUEUES - 1);
        }
    }
}
