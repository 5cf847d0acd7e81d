package io.sharq.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.SharQ;
import io.sharq.TraceScope;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.time.Backoff;
import io.sharq.time.ManualTime;
import io.sharq.worker.Notify;
import io.sharq.worker.NotifyHandler;
import io.sharq.worker.Queue;
import io.sharq.worker.RegisterOptions;
import io.sharq.worker.WorkerSettings;
import io.sharq.worker.execution.WorkerName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A random sequence of events among workers that share sub-queues, made from a seed. */
final class Simulation {
    private static final int WORKERS = 4;
    private static final int SUB_QUEUES = 3;
    private static final int STEPS = 150;
    private static final int MAX_STEPS = 20_000;
    private static final Duration LEASE = Duration.ofSeconds(1);

    /** A batch that a worker holds. */
    private static final class Held {
        final LeasedBatch batch;
        final String subQueue;
        final List<Integer> users;
        final Instant since;

        Held(LeasedBatch batch, String subQueue, List<Integer> users, Instant since) {
            this.batch = batch;
            this.subQueue = subQueue;
            this.users = users;
            this.since = since;
        }
    }

    private final Random random;
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final SharQ sharq = SimulationTest.open(time);
    private final Queue queue;
    private final RequestSource source;
    private final Backoff backoff;
    private final NotifyHandler handler = new NotifyHandler(SUB_QUEUES);
    private final Work work = new NoWork() {
        @Override
        public Map<Integer, Throwable> perform(
                List<Delivery> batch,
                IntPredicate isLost,
                BiConsumer<Integer, Payload> results,
                IntFunction<TraceScope> traces) {
            if (fails) {
                throw new IllegalStateException("it failed");
            }
            return Map.of();
        }
    };

    private final @Nullable Held[] batches = new Held[WORKERS];
    private final Map<String, List<Integer>> registered = new TreeMap<>();
    private final Map<String, List<Integer>> performed = new HashMap<>();
    private final Map<String, Long> deadBySubQueue = new HashMap<>();
    private boolean fails;
    private int users;
    private int failures;
    private int crashes;
    private int prolonged;

    Simulation(long seed, int requeueLimit) {
        this.random = new Random(seed);
        WorkerSettings settings = WorkerSettings.builder()
                .lease(LEASE)
                .batchSize(4)
                .requeueLimit(requeueLimit)
                .firstBackoff(Duration.ofMillis(100))
                .longestBackoff(Duration.ofSeconds(2))
                .build();
        this.queue = new Queue(sharq, settings);
        this.source = new RequestSource(sharq, new WorkerName("worker-1", false), work, settings.batchSize(), LEASE);
        this.backoff = new Backoff(settings.firstBackoff(), settings.longestBackoff(), random);
    }

    void run() {
        for (int step = 0; step < STEPS; step++) {
            step(true);
        }
        for (int step = 0; holdsRequests() && step < MAX_STEPS; step++) {
            step(false);
        }
        assertThat(holdsRequests()).as("requests are left").isFalse();
        registered
                .keySet()
                .forEach(subQueue -> deadBySubQueue.put(
                        subQueue,
                        sharq.queue(new QueueKey("notify", subQueue))
                                .describe()
                                .orElseThrow()
                                .dead()));
        sharq.close();
    }

    private boolean holdsRequests() {
        return sharq.type("notify").metrics().length() > 0
                || sharq.type("notify").metrics().active() > 0;
    }

    private void step(boolean hasFaults) {
        if (hasFaults && random.nextInt(5) == 0) {
            register();
        }
        int worker = random.nextInt(WORKERS);
        Held held = batches[worker];
        if (held == null) {
            batches[worker] = take();
        } else if (hasFaults && random.nextInt(8) == 0) {
            // The worker dies: nothing renews its leases any more.
            held.batch.close();
            batches[worker] = null;
            crashes++;
        } else if (random.nextInt(2) == 0) {
            settle(held, hasFaults && random.nextInt(4) == 0);
            batches[worker] = null;
        }
        time.advance(Duration.ofMillis(random.nextInt(400)));
        sharq.requeue();
    }

    private void register() {
        List<Notify> requests = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            Notify request = new Notify(users++);
            requests.add(request);
            registered
                    .computeIfAbsent(Integer.toString(request.user() % SUB_QUEUES), key -> new ArrayList<>())
                    .add(request.user());
        }
        assertThat(queue.register(handler, requests, RegisterOptions.DEFAULT).queued())
                .isEqualTo(requests.size());
    }

    private @Nullable Held take() {
        List<Delivery> deliveries = source.take(Long.MAX_VALUE);
        if (deliveries.isEmpty()) {
            return null;
        }
        String subQueue = deliveries.get(0).job().queue().id();
        Set<String> bound = new HashSet<>();
        Arrays.stream(batches).filter(held -> held != null).forEach(held -> bound.add(held.subQueue));
        assertThat(bound).as("sub-queues that a live worker is bound to").doesNotContain(subQueue);
        LeasedBatch batch = new LeasedBatch(source, backoff, event -> {}, event -> {}, deliveries);
        batch.renewLeases(time, LEASE);
        return new Held(
                batch,
                subQueue,
                deliveries.stream()
                        .map(delivery -> delivery.payloadAs(Notify.class).user())
                        .toList(),
                time.now());
    }

    private void settle(Held held, boolean isFailure) {
        fails = isFailure;
        try {
            held.batch.settle(held.batch.perform(), Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        held.batch.close();
        prolonged += Duration.between(held.since, time.now()).compareTo(LEASE) > 0 ? 1 : 0;
        failures += isFailure ? 1 : 0;
        if (!isFailure) {
            performed.computeIfAbsent(held.subQueue, key -> new ArrayList<>()).addAll(held.users);
        }
    }

    Map<String, List<Integer>> registered() {
        return registered;
    }

    List<Integer> performed(String subQueue) {
        return performed.getOrDefault(subQueue, List.of());
    }

    long dead(String subQueue) {
        return deadBySubQueue.getOrDefault(subQueue, 0L);
    }

    int failures() {
        return failures;
    }

    int crashes() {
        return crashes;
    }

    /** How many batches took longer than a lease. */
    int prolonged() {
        return prolonged;
    }
}
