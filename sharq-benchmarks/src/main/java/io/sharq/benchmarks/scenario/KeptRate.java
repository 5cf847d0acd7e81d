package io.sharq.benchmarks.scenario;

import io.sharq.api.InvalidValueException;
import io.sharq.benchmarks.load.Handed;
import io.sharq.benchmarks.load.Job;
import io.sharq.benchmarks.load.Target;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Quotient;
import io.sharq.benchmarks.round.Rounds;
import io.sharq.benchmarks.round.Sample;
import io.sharq.benchmarks.round.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * How much of the promised rate a backlogged queue keeps: its releases times its interval, as a share of the time that
 * they took. Beside each interval runs a timer that makes a call which does nothing and starts the next one an interval
 * after it, which is what the machine can keep. Claims that the queue had a backlog to the end, and released nothing
 * early.
 *
 * @param target the place
 * @param intervalsMillis the intervals
 * @param seconds the time that a round takes for an interval, if the rate is kept
 * @param waiters the callers that wait
 */
public record KeptRate(String target, List<Long> intervalsMillis, double seconds, int waiters) implements Scenario {
    private static final String KEPT = "kept, share of the promised rate";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BATCH = 100;

    /**
     * Checks the settings.
     *
     * @param target the place
     * @param intervalsMillis the intervals
     * @param seconds the time that a round takes for an interval
     * @param waiters the callers that wait
     */
    public KeptRate {
        intervalsMillis = List.copyOf(intervalsMillis);
        if (intervalsMillis.isEmpty()) {
            throw new InvalidValueException("intervals", "there must be at least one");
        }
        intervalsMillis.forEach(interval -> Settings.atLeast("intervals", 1, interval));
        Settings.atLeast("waiters", 1, waiters);
        for (long interval : intervalsMillis) {
            if (seconds * 1e3 < 2 * interval) {
                throw new InvalidValueException(
                        "seconds", "it must be at least two intervals of " + interval + " ms, but is " + seconds);
            }
        }
    }

    @Override
    public Outcome run(Rounds rounds) throws IOException, InterruptedException {
        try (Place place = Place.open(target, 2 * waiters)) {
            List<Side> sides = new ArrayList<>();
            List<Quotient> quotients = new ArrayList<>();
            for (long interval : intervalsMillis) {
                String queue = "a queue of " + interval + " ms";
                String timer = "a timer of " + interval + " ms";
                sides.add(new Side(queue, () -> queue(place.target(), interval)));
                sides.add(new Side(timer, () -> timer(place.target(), interval)));
                quotients.add(new Quotient("kept at " + interval + " ms, to the timer's", queue, KEPT, timer, KEPT));
            }
            return rounds.alternate(
                    "promised rate kept by one backlogged queue, %d waiters".formatted(waiters),
                    sides,
                    quotients,
                    place::reference);
        }
    }

    private int releases(long intervalMillis) {
        return (int) (seconds * 1e3 / intervalMillis) + 1;
    }

    private Sample queue(Target to, long intervalMillis) {
        String type = "bench-" + UUID.randomUUID();
        int wanted = releases(intervalMillis);
        // Each waiter may have one more in its hands, and the queue must have one left.
        int backlog = wanted + waiters + 1;
        for (int first = 0; first < backlog; first += BATCH) {
            List<Job> batch = new ArrayList<>();
            for (int job = first; job < Math.min(backlog, first + BATCH); job++) {
                batch.add(new Job(type, "queue", "job-" + job, Strings.json("x"), intervalMillis));
            }
            to.enqueue(batch).join();
        }
        Taken taken = new Taken(to, type, wanted);
        CompletableFuture<?>[] all = new CompletableFuture<?>[waiters];
        for (int waiter = 0; waiter < waiters; waiter++) {
            all[waiter] = taken.waitForOne(PATIENCE.plusMillis(intervalMillis));
        }
        CompletableFuture.allOf(all).join();
        long early = taken.early(intervalMillis);
        boolean hadBacklog = to.unlimit(type, "queue")
                .thenCompose(done -> to.dequeue(type, 1, Duration.ofSeconds(1)))
                .thenCompose(left -> left.isEmpty()
                        ? CompletableFuture.completedFuture(false)
                        : to.finish(left).thenApply(lost -> true))
                .join();
        empty(to, type);
        return Sample.empty()
                .with(KEPT, taken.kept(intervalMillis))
                .with("releases", taken.count())
                .claim(taken.count() >= wanted, "only " + taken.count() + " of " + wanted + " jobs were released")
                .claim(hadBacklog, "the queue ran empty: there was no backlog")
                .claim(early == 0, early + " jobs were released early");
    }

    private static void empty(Target to, String type) {
        List<Handed> left = to.dequeue(type, BATCH, Duration.ZERO).join();
        while (!left.isEmpty()) {
            to.finish(left).join();
            left = to.dequeue(type, BATCH, Duration.ZERO).join();
        }
    }

    private Sample timer(Target to, long intervalMillis) {
        return Sample.empty().with(KEPT, SerialTimer.kept(to, intervalMillis, releases(intervalMillis)));
    }
}
