package io.sharq.examples;

import io.sharq.Delivery;
import io.sharq.Failure;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.PageRequest;
import io.sharq.inmemory.InMemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Workers that wait for jobs, retry those that fail, and leave those that keep failing as dead jobs. */
final class WorkerLoop implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SharQ sharq;

    private WorkerLoop(SharQ sharq) {
        this.sharq = sharq;
    }

    public static void main(String[] arguments) throws InterruptedException {
        SharQSettings settings = SharQSettings.builder()
                .jobExpireInterval(Duration.ofSeconds(30))
                .build();
        try (SharQ sharq = SharQ.builder()
                .backend(InMemoryBackend.create())
                .settings(settings)
                .open()) {
            for (int i = 1; i <= 20; i++) {
                sharq.enqueue(
                        NewJob.of("mail", "tenant-" + i % 4, "job-" + i, i).requeueLimit(2));
            }
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Thread worker = new Thread(new WorkerLoop(sharq), "worker-" + i);
                worker.start();
                workers.add(worker);
            }
            for (Thread worker : workers) {
                worker.join();
            }
            sharq.type("mail")
                    .deadJobs(PageRequest.first(10))
                    .items()
                    .forEach(dead -> System.out.println(
                            "given up: " + dead.job() + ", " + dead.reason().orElse("for no reason")));
        }
    }

    /** Ends when no job came within a second. A real worker would continue. */
    @Override
    public void run() {
        Optional<Delivery> next = sharq.dequeue("mail", PATIENCE);
        while (next.isPresent()) {
            Delivery delivery = next.get();
            try {
                perform(delivery.payloadAs(Integer.class));
                sharq.finish(delivery);
            } catch (IllegalStateException e) {
                sharq.fail(delivery.lease(), Failure.because(e.toString()).retryAfter(Duration.ofMillis(100)));
            }
            next = sharq.dequeue("mail", PATIENCE);
        }
    }

    private static void perform(int number) {
        if (number % 7 == 0) {
            throw new IllegalStateException("number " + number + " cannot be sent");
        }
        System.out.println(Thread.currentThread().getName() + " sent number " + number);
    }
}
