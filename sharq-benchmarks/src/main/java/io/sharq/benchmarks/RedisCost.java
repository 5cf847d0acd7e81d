package io.sharq.benchmarks;

import io.sharq.spi.DequeueReply;
import io.sharq.spi.EnqueueItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What operations cost on a Redis that does nothing else meanwhile: the rate and the server's time of dequeues at a
 * growing number of ready queues, the rate of enqueues, and the bytes of a job that waits. It keeps to a key prefix of its
 * own and removes it. Its exit code is 1 if a dequeue's cost grows with the number of ready queues.
 *
 * <pre>{@code java -cp sharq-benchmarks/target/benchmarks.jar io.sharq.benchmarks.RedisCost --redis redis://127.0.0.1:6379}</pre>
 */
final class RedisCost {
    private static final int CYCLES = 30_000;
    private static final int ENQUEUES = 60_000;
    private static final int WAITING = 100_000;
    private static final int ROUNDS = 3;
    private static final int[] READY_QUEUES = {100, 10_000, 100_000};

    /** How much more than at the least number of ready queues a dequeue may cost at the others. */
    private static final double GREATEST_RATIO = 1.3;

    private final MeasuredRedis redis;
    private final Load load;

    private RedisCost(MeasuredRedis redis) {
        this.redis = redis;
        this.load = new Load(redis.backend());
    }

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 2 || !arguments[0].equals("--redis")) {
            System.err.println("usage: RedisCost --redis redis://HOST:PORT");
            System.exit(2);
        }
        boolean isFlat;
        try (MeasuredRedis redis = new MeasuredRedis(arguments[1])) {
            isFlat = new RedisCost(redis).run();
        }
        System.exit(isFlat ? 0 : 1);
    }

    /**
     * One measurement of dequeues.
     *
     * @param cyclesASecond dequeues and finishes a second
     * @param serverMicros the server's time for one dequeue
     */
    private record Dequeues(double cyclesASecond, double serverMicros) {}

    private boolean run() throws InterruptedException {
        measureDequeues(READY_QUEUES[0]); // compiles what the others run
        boolean isFlat = printDequeues();
        System.out.printf("%nenqueues, single, asynchronous: %,.0f a second%n%n", measureEnqueues());
        System.out.printf("%-18s %20s%n", "jobs a queue", "bytes a waiting job");
        for (int jobs : new int[] {100, 1}) {
            System.out.printf("%-18d %20d%n", jobs, measureBytes(jobs));
        }
        return isFlat;
    }

    private boolean printDequeues() throws InterruptedException {
        System.out.printf(
                "%-18s %20s %20s %10s%n", "ready queues", "dequeue + finish /s", "server µs a dequeue", "ratio");
        double least = 0;
        boolean isFlat = true;
        for (int queues : READY_QUEUES) {
            Dequeues measured = median(queues);
            least = least == 0 ? measured.serverMicros() : least;
            double ratio = measured.serverMicros() / least;
            isFlat &= ratio <= GREATEST_RATIO;
            System.out.printf(
                    "%-18d %20.0f %20.1f %10.2f%n", queues, measured.cyclesASecond(), measured.serverMicros(), ratio);
        }
        return isFlat;
    }

    private Dequeues median(int queues) throws InterruptedException {
        List<Dequeues> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(measureDequeues(queues));
        }
        rounds.sort(Comparator.comparingDouble(Dequeues::serverMicros));
        return rounds.get(ROUNDS / 2);
    }

    /** First all dequeues, then all finishes: the server counts scripts, not which. No queue runs empty meanwhile. */
    private Dequeues measureDequeues(int queues) throws InterruptedException {
        redis.clear();
        load.fill(queues, CYCLES / queues + 2, 0);
        MeasuredRedis.Scripts before = redis.scripts();
        long start = System.nanoTime();
        List<DequeueReply> leased = InFlight.all(CYCLES, i -> load.dequeue());
        long betweenNanos = System.nanoTime() - start;
        double serverMicros = redis.scripts().microsACallSince(before);
        long again = System.nanoTime();
        InFlight.all(CYCLES, i -> load.finish(leased.get(i).jobs().get(0)));
        return new Dequeues(perSecond(CYCLES, betweenNanos + System.nanoTime() - again), serverMicros);
    }

    private double measureEnqueues() throws InterruptedException {
        redis.clear();
        List<EnqueueItem> items = new ArrayList<>();
        for (int i = 0; i < ENQUEUES; i++) {
            items.add(Load.item("user" + i % 100, UUID.randomUUID().toString(), 0));
        }
        long start = System.nanoTime();
        InFlight.all(ENQUEUES, i -> load.enqueue(List.of(items.get(i))));
        return perSecond(ENQUEUES, System.nanoTime() - start);
    }

    private long measureBytes(int jobsAQueue) {
        redis.clear();
        load.fill(1, 1, 0);
        long before = redis.usedBytes();
        load.fill(WAITING / jobsAQueue, jobsAQueue, 1_000);
        return (redis.usedBytes() - before) / WAITING;
    }

    private static double perSecond(int calls, long nanos) {
        return calls * 1e9 / nanos;
    }
}
