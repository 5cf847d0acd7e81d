package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.SharQ;
import io.sharq.api.QueueKey;
import io.sharq.time.Backoff;
import io.sharq.time.ManualTime;
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
import org.jspecify.annotations.Nullable;

/** A course of events among workers that share threads, made from a seed. */
final class Simulation {
    private static final int WORKERS = 4;
    private static final int THREADS = 3;
    private static final int STEPS = 150;
    private static final int MOST_STEPS = 20_000;
    private static final Duration LEASE = Duration.ofSeconds(1);

    /** A worker's batch. */
    private static final class Hand {
        final BatchInHand<Notify> batch;
        final String thread;
        final List<Integer> users;
        final Instant since;

        Hand(BatchInHand<Notify> batch, String thread, List<Integer> users, Instant since) {
            this.batch = batch;
            this.thread = thread;
            this.users = users;
            this.since = since;
        }
    }

    private final Random random;
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final SharQ sharq = SimulationTest.open(time);
    private final Queue queue;
    private final Tube<Notify> tube;
    private final Backoff backoff;
    private final NotifyHandler handler = new NotifyHandler(THREADS) {
        @Override
        public void perform(List<Notify> requests) {
            if (fails) {
                throw new IllegalStateException("it failed");
            }
        }
    };

    private final @Nullable Hand[] hands = new Hand[WORKERS];
    private final Map<String, List<Integer>> registered = new TreeMap<>();
    private final Map<String, List<Integer>> performed = new HashMap<>();
    private final Map<String, Long> deadByThread = new HashMap<>();
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
        this.tube = new Tube<>(queue, handler);
        this.backoff = new Backoff(settings.firstBackoff(), settings.longestBackoff(), random);
    }

    void run() {
        for (int step = 0; step < STEPS; step++) {
            step(true);
        }
        for (int step = 0; holdsRequests() && step < MOST_STEPS; step++) {
            step(false);
        }
        assertThat(holdsRequests()).as("requests are left").isFalse();
        registered
                .keySet()
                .forEach(thread -> deadByThread.put(
                        thread,
                        sharq.describe(new QueueKey("notify", thread))
                                .orElseThrow()
                                .dead()));
        sharq.close();
    }

    private boolean holdsRequests() {
        return sharq.metrics("notify").length() > 0 || sharq.metrics("notify").active() > 0;
    }

    private void step(boolean isTroubled) {
        if (isTroubled && random.nextInt(5) == 0) {
            register();
        }
        int worker = random.nextInt(WORKERS);
        Hand hand = hands[worker];
        if (hand == null) {
            hands[worker] = take();
        } else if (isTroubled && random.nextInt(8) == 0) {
            // It dies: nothing renews its leases any more.
            hand.batch.close();
            hands[worker] = null;
            crashes++;
        } else if (random.nextInt(2) == 0) {
            settle(hand, isTroubled && random.nextInt(4) == 0);
            hands[worker] = null;
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
                    .computeIfAbsent(Integer.toString(request.user() % THREADS), key -> new ArrayList<>())
                    .add(request.user());
        }
        assertThat(queue.register(handler, requests, RegisterOptions.DEFAULT).queued())
                .isEqualTo(requests.size());
    }

    private @Nullable Hand take() {
        List<Delivery> deliveries = tube.take(Long.MAX_VALUE);
        if (deliveries.isEmpty()) {
            return null;
        }
        String thread = deliveries.get(0).job().queue().id();
        Set<String> held = new HashSet<>();
        Arrays.stream(hands).filter(hand -> hand != null).forEach(hand -> held.add(hand.thread));
        assertThat(held).as("threads that a live worker is at work on").doesNotContain(thread);
        BatchInHand<Notify> batch = new BatchInHand<>(sharq, tube, backoff, event -> {}, Runnable::run, deliveries);
        batch.keepAlive(time, LEASE);
        return new Hand(
                batch,
                thread,
                deliveries.stream()
                        .map(delivery -> delivery.payloadAs(Notify.class).user())
                        .toList(),
                time.now());
    }

    private void settle(Hand hand, boolean isFailure) {
        fails = isFailure;
        try {
            hand.batch.settle(hand.batch.perform(), Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        hand.batch.close();
        prolonged += Duration.between(hand.since, time.now()).compareTo(LEASE) > 0 ? 1 : 0;
        failures += isFailure ? 1 : 0;
        if (!isFailure) {
            performed.computeIfAbsent(hand.thread, key -> new ArrayList<>()).addAll(hand.users);
        }
    }

    Map<String, List<Integer>> registered() {
        return registered;
    }

    List<Integer> performed(String thread) {
        return performed.getOrDefault(thread, List.of());
    }

    long dead(String thread) {
        return deadByThread.getOrDefault(thread, 0L);
    }

    int failures() {
        return failures;
    }

    int crashes() {
        return crashes;
    }

    /** Batches that took longer than a lease. */
    int prolonged() {
        return prolonged;
    }
}
