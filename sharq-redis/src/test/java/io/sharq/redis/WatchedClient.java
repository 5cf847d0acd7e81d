package io.sharq.redis;

import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.JobKey;
import io.sharq.api.LeaseStatus;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.redis.partition.Damage;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client of a store that is damaged meanwhile. Every call must be answered, and what it is handed out must be right. Calls
 * of the damaged type may be refused as long as a key has another type, and must not fail otherwise. For one thread.
 */
final class WatchedClient {
    static final DeadLimits DEAD = new DeadLimits(100_000, Bounds.MAX_SPAN_MICROS);

    private static final long DRAIN_LEASE_MICROS = 600_000_000;

    /** Beyond the time-out of the backend that it uses. */
    private static final long DEADLINE_SECONDS = 2 * Patience.LIMIT.toSeconds();

    private static final List<String> QUEUES = List.of("free", "ordered", "capped", "spaced", "late", "limited");
    private static final int MOST_WAITING = 300;
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Backend backend;
    private final String type;
    private final WatchedJobs jobs;
    private final Random random;
    private final List<Held> held = new ArrayList<>();
    private long calls;
    private long refused;

    /** A lease, and for how long it was asked for. */
    private record Held(LeasedJob job, long leaseMicros) {
        LeaseRef ref() {
            return new LeaseRef(job.queueId(), job.jobId(), job.token());
        }
    }

    WatchedClient(Backend backend, String type, WatchedJobs jobs, long seed) {
        this.backend = backend;
        this.type = type;
        this.jobs = jobs;
        this.random = new Random(seed);
    }

    long calls() {
        return calls;
    }

    long refused() {
        return refused;
    }

    /** One call, whatever the seed says. */
    void act() {
        try {
            int choice = random.nextInt(100);
            if (choice < 30) {
                enqueue();
            } else if (choice < 60) {
                dequeue(
                        choice < 55 ? DequeueFrom.ANY : new DequeueFrom.Queue(queue()),
                        1_000L * (200 + random.nextInt(500)));
            } else if (choice < 92) {
                end();
            } else {
                look(choice);
            }
        } catch (Refused e) {
            refused++;
        }
    }

    private String queue() {
        return QUEUES.get(random.nextInt(QUEUES.size()));
    }

    private void enqueue() {
        if (get(backend.metrics(new MetricsScope.Type(type))).length() > MOST_WAITING) {
            return;
        }
        List<EnqueueItem> items = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String queue = queue();
            String id = "job-" + NUMBERS.incrementAndGet();
            items.add(new EnqueueItem(queue, id, jobs.offer(id, random), options(queue), settings(queue)));
        }
        List<EnqueueResult> results = get(backend.enqueue(new EnqueueRequest(type, items)));
        for (int i = 0; i < items.size(); i++) {
            if (results.get(i).status() != EnqueueStatus.QUEUED) {
                throw new AssertionError(
                        items.get(i).jobId() + ": " + results.get(i).status());
            }
            jobs.queued(items.get(i).jobId());
        }
    }

    private JobOptions options(String queue) {
        return switch (queue) {
            case "late" -> new JobOptions(0, 1_000L * random.nextInt(300), Bounds.REQUEUE_ALWAYS, null);
            case "limited" -> new JobOptions(random.nextInt(3) - 1, 0, 1, null);
            default -> JobOptions.DEFAULT;
        };
    }

    private static QueueChange settings(String queue) {
        return switch (queue) {
            case "ordered" -> new QueueChange(0L, true, null);
            case "capped" -> new QueueChange(0L, false, 2);
            case "spaced" -> QueueChange.interval(2);
            default -> QueueChange.NONE;
        };
    }

    /** Says how many jobs it got. */
    private int dequeue(DequeueFrom from, long leaseMicros) {
        int after = jobs.damages();
        DequeueReply reply = get(
                backend.dequeue(new DequeueRequest(type, from, 1 + random.nextInt(4), leaseMicros, random.nextLong())));
        for (LeasedJob job : reply.jobs()) {
            jobs.delivered(job, leaseMicros, after);
            held.add(new Held(job, leaseMicros));
        }
        return reply.jobs().size();
    }

    private void end() {
        if (held.isEmpty()) {
            return;
        }
        Held one = held.remove(random.nextInt(held.size()));
        int choice = random.nextInt(10);
        if (choice == 0) {
            // As a worker that is gone: the lease runs out.
            return;
        }
        if (choice == 1) {
            get(backend.extend(new ExtendRequest(type, List.of(one.ref()), one.leaseMicros)));
            return;
        }
        jobs.ending(one.job, one.leaseMicros);
        if (choice == 2) {
            get(backend.release(new ReleaseRequest(type, List.of(one.ref()))));
        } else if (choice < 5) {
            FailItem item = new FailItem(one.ref(), 1_000L * random.nextInt(200), "refused");
            get(backend.fail(new FailRequest(type, List.of(item), DEAD)));
        } else {
            finish(one, choice == 5 ? 60_000_000 : 0);
        }
    }

    private LeaseStatus finish(Held one, long retentionMicros) {
        LeaseResult result = get(backend.finish(FinishRequest.of(type, List.of(one.ref()), retentionMicros)))
                .get(0);
        if (result.status() == LeaseStatus.DONE) {
            jobs.finished(one.job.jobId(), result.stamp().atMicros());
        }
        return result.status();
    }

    private void look(int choice) {
        String queue = queue();
        switch (choice) {
            case 92 -> get(backend.describe(new QueueKey(type, queue)));
            case 93 -> get(backend.metrics(new MetricsScope.Queue(new QueueKey(type, queue))));
            case 94 -> get(backend.queues(type, PageRequest.first(10)));
            case 95 -> get(backend.find(JobKey.of(type, queue, "job-" + NUMBERS.get())));
            case 96 -> get(backend.agree(new AgreeRequest(DEAD, false)));
            default -> redrive();
        }
    }

    private void redrive() {
        List<DeadJob> dead = get(backend.deadJobs(type, PageRequest.first(20))).items();
        dead.forEach(job -> jobs.seen(job.job().id(), job.payload()));
        if (!dead.isEmpty()) {
            List<JobRef> all = dead.stream()
                    .map(job -> new JobRef(job.job().queue().id(), job.job().id()))
                    .toList();
            get(backend.redrive(new RedriveRequest(type, all)));
        }
    }

    /** Brings back what died, and performs what there is. To be called where nothing is damaged any more. */
    void drain() {
        redrive();
        while (dequeue(DequeueFrom.ANY, DRAIN_LEASE_MICROS) > 0) {
            for (Held one : held.toArray(Held[]::new)) {
                held.remove(one);
                LeaseStatus status = finish(one, 0);
                if (status != LeaseStatus.DONE && one.leaseMicros == DRAIN_LEASE_MICROS) {
                    throw new AssertionError("a lease of " + one.job.jobId() + " is lost");
                }
            }
        }
    }

    /** A round of upkeep, as a facade makes it. */
    void upkeep() {
        try {
            @Nullable DueRequest request = DueRequest.first(100, DEAD);
            while (request != null) {
                DueReply due = get(backend.due(request));
                due.types().forEach(this::requeue);
                request = due.next() == null ? null : new DueRequest(due.next(), 100, DEAD);
            }
        } catch (Refused e) {
            refused++;
        }
    }

    private void requeue(String due) {
        try {
            while (get(backend.requeue(new RequeueRequest(due, 100, DEAD))).more()) {
                calls++;
            }
        } catch (Refused e) {
            if (!due.equals(type)) {
                throw new AssertionError("upkeep of " + due + ", which nobody damaged, failed", e);
            }
            refused++;
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(Throwable cause) {
            super(cause);
        }
    }

    /** The answer; there must be one before the deadline. */
    private <T> T get(CompletionStage<T> stage) {
        calls++;
        try {
            return stage.toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("I15: a call hangs beyond its deadline", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            if (Damage.isWrongType(e)) {
                throw new Refused(e);
            }
            throw new AssertionError("a call failed", e);
        }
    }
}
