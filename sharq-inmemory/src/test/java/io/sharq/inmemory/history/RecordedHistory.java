package io.sharq.inmemory.history;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Payload;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueRequest;
import io.sharq.tck.history.Call;
import io.sharq.tck.history.History;
import io.sharq.tck.history.HistoryCheck;
import io.sharq.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/**
 * What one client did at random to three queues in memory, and what they look like in the end.
 *
 * @param calls the calls
 * @param queues the queues by their ids
 */
record RecordedHistory(List<Call> calls, Map<String, QueueDescription> queues) {
    private static final String TYPE = "sms";
    private static final List<String> QUEUES = List.of("spaced", "ordered", "free");
    private static final int STEPS = 60;
    private static final DeadLimits DEAD = new DeadLimits(1_000, Bounds.MAX_SPAN_MICROS);

    /** With leases that run out, some of what happens is known to nobody. */
    static RecordedHistory of(long seed, boolean leasesRunOut) {
        return new Recording(seed, leasesRunOut ? 3_000 : Bounds.MAX_SPAN_MICROS).record();
    }

    boolean isGood(List<Call> history) {
        try {
            HistoryCheck.check(history, queues::get);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    void check() {
        HistoryCheck.check(calls, queues::get);
    }

    private static final class Recording {
        private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        private final InMemoryBackend backend = InMemoryBackend.create(time);
        private final History history = new History(backend);
        private final Random random;
        private final long leaseMicros;
        private final List<LeasedJob> leases = new ArrayList<>();
        private OptionalLong nextReadyAt = OptionalLong.empty();

        Recording(long seed, long leaseMicros) {
            this.random = new Random(seed);
            this.leaseMicros = leaseMicros;
        }

        RecordedHistory record() {
            for (int step = 0; step < STEPS; step++) {
                step(step);
            }
            QUEUES.forEach(queue -> enqueue(queue, "last"));
            Map<String, QueueDescription> queues = new HashMap<>();
            QUEUES.forEach(queue -> queues.put(
                    queue,
                    backend.describe(new QueueKey(TYPE, queue))
                            .toCompletableFuture()
                            .join()
                            .orElseThrow()));
            return new RecordedHistory(history.calls(), queues);
        }

        private void step(int step) {
            String queue = QUEUES.get(random.nextInt(QUEUES.size()));
            switch (random.nextInt(13)) {
                case 0, 1, 2, 3 -> enqueue(queue, "job-" + (random.nextInt(8) == 0 ? 0 : step));
                case 4, 5, 6, 7 -> dequeue(step);
                case 8, 9, 10 -> end();
                case 11 -> pass();
                default -> steer(queue);
            }
        }

        private void enqueue(String queue, String job) {
            JobOptions options = new JobOptions(
                    random.nextInt(3) - 1,
                    random.nextInt(5) == 0 ? random.nextInt(3_000) : 0,
                    random.nextInt(3) == 0 ? random.nextInt(2) : Bounds.REQUEUE_ALWAYS,
                    random.nextInt(4) == 0 ? 3 : null);
            QueueChange settings = switch (queue) {
                case "spaced" -> QueueChange.interval(2);
                case "ordered" -> new QueueChange(null, true, null);
                default -> QueueChange.NONE;
            };
            Payload payload = Payload.of((queue + job).getBytes(StandardCharsets.UTF_8));
            history.call(
                    Backend::enqueue,
                    new EnqueueRequest(TYPE, List.of(new EnqueueItem(queue, job, payload, options, settings))));
        }

        private void dequeue(int step) {
            if (nextReadyAt.isPresent() && random.nextBoolean()) {
                time.advanceMicros(Math.max(0, nextReadyAt.getAsLong() - time.nowMicros()));
            }
            DequeueReply reply =
                    history.call(Backend::dequeue, new DequeueRequest(TYPE, DequeueFrom.ANY, 1, leaseMicros, step));
            leases.addAll(reply.jobs());
            nextReadyAt = reply.nextReadyAtMicros();
        }

        /** Mostly the newest lease, and now and then one that has ended. */
        private void end() {
            if (leases.isEmpty()) {
                return;
            }
            int last = leases.size() - 1;
            LeasedJob job = leases.get(random.nextInt(3) == 0 ? random.nextInt(leases.size()) : last);
            LeaseRef lease = new LeaseRef(job.queueId(), job.jobId(), job.token());
            switch (random.nextInt(6)) {
                case 0 -> history.call(Backend::extend, new ExtendRequest(TYPE, List.of(lease), leaseMicros));
                case 1 -> history.call(Backend::release, new ReleaseRequest(TYPE, List.of(lease)));
                case 2 -> {
                    long delay = random.nextBoolean() ? 0 : random.nextInt(2_000);
                    FailItem item = new FailItem(lease, delay, null);
                    history.call(Backend::fail, new FailRequest(TYPE, List.of(item), DEAD));
                }
                default -> history.call(Backend::finish, FinishRequest.of(TYPE, List.of(lease), 0));
            }
        }

        private void pass() {
            time.advanceMicros(random.nextInt(2_500));
            history.call(Backend::requeue, new RequeueRequest(TYPE, 100, DEAD));
        }

        private void steer(String queue) {
            QueueKey key = new QueueKey(TYPE, queue);
            switch (random.nextInt(4)) {
                case 0 -> history.call(Backend::clear, new ClearRequest(key, false, 100));
                case 1 -> history.call(Backend::pause, new PauseRequest(TYPE, "free", random.nextInt(3) == 0));
                default ->
                    history.call(
                            Backend::configure,
                            new ConfigureRequest(
                                    new QueueKey(TYPE, "spaced"),
                                    QueueChange.interval(random.nextInt(4)),
                                    null,
                                    null,
                                    false));
            }
        }
    }
}
