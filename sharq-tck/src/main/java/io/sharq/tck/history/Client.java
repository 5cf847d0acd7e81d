package io.sharq.tck.history;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Feature;
import io.sharq.api.Metrics;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * One client of a crowd: it enqueues, dequeues, ends leases in every way, and changes settings. Used by one thread at a
 * time.
 */
final class Client {
    static final String LIMITED = "limited";
    static final String ORDERED = "ordered";
    static final String CAPPED = "capped";
    static final String FREE = "free";
    static final List<String> QUEUES = List.of(LIMITED, ORDERED, CAPPED, FREE);

    private static final int CAP = 2;
    private static final long LONGEST_HOLD_MICROS = 2_000;

    /** Of the jobs that a client may cancel or change, the newest are the likeliest to wait still. */
    private static final int NEWEST = 8;

    private static final DeadLimits MANY_DEAD = new DeadLimits(100_000, Bounds.MAX_SPAN_MICROS);

    private final History history;
    private final String type;
    private final int number;
    private final Random random;
    private final Crowd.Ways ways;
    private final List<LeasedJob> held = new ArrayList<>();
    private final List<LeasedJob> ended = new ArrayList<>();

    /** The jobs whose ids no other client enqueues. Each is cancelled once at the most, and changed once. */
    private final List<JobRef> toCancel = new ArrayList<>();

    private final List<JobRef> toChange = new ArrayList<>();
    private final LongSupplier nonces;

    Client(History history, String type, int number, long seed, Crowd.Ways ways, LongSupplier nonces) {
        this.history = history;
        this.type = type;
        this.number = number;
        this.random = new Random(seed * 31 + number);
        this.ways = ways;
        this.nonces = nonces;
    }

    /** Makes random calls while {@code goesOn} allows another round. Then finishes the jobs that it holds. */
    void play() {
        for (int round = 0; ways.goesOn().test(round); round++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> enqueue(round);
                case 3, 4, 5 -> dequeue(from(), 1 + random.nextInt(3));
                case 6, 7, 8 -> end();
                default -> turnKnobs();
            }
        }
        while (!held.isEmpty()) {
            finish(held.remove(0));
        }
    }

    /** Dequeues and finishes jobs until none is left. */
    void drain() {
        while (isAnyLeft()) {
            dequeue(DequeueFrom.ANY, 1);
            held.forEach(this::finish);
            held.clear();
        }
    }

    /**
     * Whether jobs wait or are active. Runs upkeep first: a lease whose dequeue lost its reply holds up its queue until
     * an upkeep requeues it.
     */
    private boolean isAnyLeft() {
        history.call(Backend::requeue, new RequeueRequest(type, 1_000, MANY_DEAD));
        Metrics counts = history.call(Backend::metrics, new MetricsScope.Type(type));
        return counts.length() + counts.active() > 0;
    }

    private void enqueue(int round) {
        List<EnqueueItem> items = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String queue = QUEUES.get(random.nextInt(QUEUES.size()));
            // One id in eight may have been enqueued by another client.
            String job =
                    random.nextInt(8) == 0 ? "shared-" + random.nextInt(20) : "job-" + number + "-" + round + "-" + i;
            items.add(new EnqueueItem(queue, job, payload(queue, job), options(), settings(queue)));
        }
        history.call(Backend::enqueue, new EnqueueRequest(type, items));
        if (history.offers(Feature.JOB_CHANGES)) {
            items.stream()
                    .filter(item -> item.jobId().startsWith("job-"))
                    .map(item -> new JobRef(item.queueId(), item.jobId()))
                    .forEach(job -> {
                        toCancel.add(job);
                        toChange.add(job);
                    });
        }
    }

    private static Payload payload(String queue, String job) {
        return Payload.of((queue + ' ' + job).getBytes(StandardCharsets.UTF_8));
    }

    private JobOptions options() {
        int order = random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 0;
        long delay = random.nextInt(6) == 0 ? random.nextInt(2_000) : 0;
        int limit = random.nextInt(4) == 0 ? 1 : Bounds.REQUEUE_ALWAYS;
        return new JobOptions(order, delay, limit, random.nextInt(6) == 0 ? 30 : null);
    }

    private static QueueChange settings(String queue) {
        return switch (queue) {
            case LIMITED -> QueueChange.interval(1);
            case ORDERED -> new QueueChange(null, true, null);
            case CAPPED -> new QueueChange(null, null, CAP);
            default -> QueueChange.NONE;
        };
    }

    private DequeueFrom from() {
        return switch (random.nextInt(6)) {
            case 0 -> DequeueFrom.ONE;
            case 1 -> new DequeueFrom.Queue(QUEUES.get(random.nextInt(QUEUES.size())));
            default -> DequeueFrom.ANY;
        };
    }

    private void dequeue(DequeueFrom from, int count) {
        held.addAll(history.call(
                        Backend::dequeue, new DequeueRequest(type, from, count, ways.leaseMicros(), nonces.getAsLong()))
                .jobs());
    }

    private void end() {
        boolean isStale = held.isEmpty() || (!ended.isEmpty() && random.nextInt(8) == 0);
        if (isStale && ended.isEmpty()) {
            return;
        }
        List<LeasedJob> from = isStale ? ended : held;
        LeasedJob job = from.get(random.nextInt(from.size()));
        List<LeaseRef> leases = List.of(lease(job));
        switch (random.nextInt(history.offers(Feature.THROTTLING) ? 7 : 6)) {
            case 0 -> history.call(Backend::extend, new ExtendRequest(type, leases, ways.leaseMicros()));
            case 1 -> {
                history.call(Backend::release, new ReleaseRequest(type, leases));
                over(job);
            }
            case 2 -> fail(job);
            case 6 -> throttle(job);
            default -> {
                finish(job);
                over(job);
            }
        }
    }

    private LeaseRef lease(LeasedJob job) {
        return new LeaseRef(job.queueId(), job.jobId(), job.token());
    }

    private void over(LeasedJob job) {
        held.remove(job);
        ended.add(job);
    }

    private void finish(LeasedJob job) {
        FinishRequest request = FinishRequest.of(type, List.of(lease(job)), ways.retentionMicros());
        history.call(Backend::finish, request);
    }

    private void fail(LeasedJob job) {
        FailItem item = new FailItem(lease(job), random.nextBoolean() ? 0 : random.nextInt(2_000), "no reason");
        FailRequest request = new FailRequest(type, List.of(item), MANY_DEAD);
        history.call(Backend::fail, request);
        over(job);
    }

    private void throttle(LeasedJob job) {
        Long retryAfterMicros = random.nextBoolean() ? null : random.nextLong(LONGEST_HOLD_MICROS);
        ThrottleItem item = new ThrottleItem(lease(job), retryAfterMicros);
        history.call(Backend::throttle, new ThrottleRequest(type, List.of(item), LONGEST_HOLD_MICROS));
        over(job);
    }

    private void cancel() {
        if (!toCancel.isEmpty()) {
            history.call(Backend::cancel, new CancelRequest(type, List.of(newest(toCancel))));
        }
    }

    private void change() {
        if (toChange.isEmpty()) {
            return;
        }
        JobRef job = newest(toChange);
        Integer order = random.nextBoolean() ? random.nextInt(3) - 1 : null;
        Long delayMicros = random.nextInt(3) > 0 ? null : random.nextLong(2_000);
        boolean hasPayload = random.nextBoolean() || (order == null && delayMicros == null);
        Payload payload = hasPayload ? payload(job.queueId(), job.jobId() + " changed") : null;
        ChangeItem item = new ChangeItem(job, order, delayMicros, payload);
        history.call(Backend::change, new ChangeRequest(type, List.of(item)));
    }

    private JobRef newest(List<JobRef> jobs) {
        return jobs.remove(jobs.size() - 1 - random.nextInt(Math.min(NEWEST, jobs.size())));
    }

    private void turnKnobs() {
        switch (random.nextInt(history.offers(Feature.JOB_CHANGES) ? 6 : 3)) {
            case 0 ->
                history.call(
                        Backend::configure,
                        new ConfigureRequest(
                                new QueueKey(type, LIMITED),
                                QueueChange.interval(random.nextInt(3)),
                                null,
                                null,
                                false));
            case 3, 4 -> change();
            case 5 -> cancel();
            default -> history.call(Backend::pause, new PauseRequest(type, FREE, random.nextInt(3) == 0));
        }
    }
}
