package io.sharq.benchmarks;

import io.sharq.SharQ;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.RegisterOptions;
import io.sharq.worker.Route;
import io.sharq.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Measures how many requests per second are registered, and then handled, in memory. Requests come in batches of 128
 * over 50 threads of the queue, with as many workers as processors. A round that handles too few requests ends the
 * program with an error.
 */
final class ShardedQueue {
    private static final int ROUNDS = 25;
    private static final int REQUESTS = 200_000;
    private static final int BATCH = 128;
    private static final int THREADS = 50;
    private static final int AT_A_TIME = Runtime.getRuntime().availableProcessors();

    /**
     * A request as in the original's example.
     *
     * @param userId a user
     */
    record Notify(int userId) {}

    private static final class Counting implements Handler<Notify> {
        final LongAdder handled = new LongAdder();

        @Override
        public Class<Notify> requestType() {
            return Notify.class;
        }

        @Override
        public List<Route> route(List<Notify> requests) {
            return requests.stream()
                    .map(request -> Route.modulo(request.userId(), THREADS))
                    .toList();
        }

        @Override
        public void perform(List<Notify> requests) {
            handled.add(requests.size());
        }
    }

    private ShardedQueue() {}

    public static void main(String[] arguments) {
        System.out.printf("%-8s %16s %16s%n", "round", "registered/s", "handled/s");
        for (int round = 1; round <= ROUNDS; round++) {
            try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
                Queue queue = new Queue(sharq);
                Counting handler = new Counting();
                double registered = rate(part -> register(queue, handler, part));
                double handled;
                try (Worker worker = Worker.of(queue, handler)) {
                    handled = rate(part -> {
                        long unused = worker.loop(REQUESTS / AT_A_TIME);
                    });
                }
                if (handler.handled.sum() < REQUESTS - AT_A_TIME) {
                    throw new IllegalStateException("handled were " + handler.handled.sum());
                }
                System.out.printf("%-8d %,16.0f %,16.0f%n", round, registered, handled);
            }
        }
    }

    private static void register(Queue queue, Counting handler, int part) {
        List<Notify> batch = new ArrayList<>(BATCH);
        for (int user = part; user < REQUESTS; user += AT_A_TIME) {
            batch.add(new Notify(user));
            if (batch.size() == BATCH || user + AT_A_TIME >= REQUESTS) {
                queue.register(handler, batch, RegisterOptions.DEFAULT);
                batch.clear();
            }
        }
    }

    private static double rate(IntConsumer work) {
        long start = System.nanoTime();
        CompletableFuture.allOf(IntStream.range(0, AT_A_TIME)
                        .mapToObj(part -> CompletableFuture.runAsync(() -> work.accept(part)))
                        .toArray(CompletableFuture[]::new))
                .join();
        return REQUESTS / ((System.nanoTime() - start) / 1e9);
    }
}
