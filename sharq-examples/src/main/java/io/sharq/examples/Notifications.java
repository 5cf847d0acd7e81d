package io.sharq.examples;

import io.sharq.SharQ;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.RegisterOptions;
import io.sharq.worker.Route;
import io.sharq.worker.ThreadRules;
import io.sharq.worker.Worker;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Notifies nine users over three threads with three workers, each thread in order, as the original sharded queue does in
 * its documentation; and then once more with threads that are limited to a notification every 200 milliseconds.
 */
final class Notifications {
    private static final int USERS = 9;
    private static final int THREADS = 3;

    /**
     * A request.
     *
     * @param userId whom to notify
     */
    record Notify(int userId) {}

    /** Users 1, 4 and 7 share a thread, and so on. */
    private static class NotifyHandler implements Handler<Notify> {
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
            String users = String.join(
                    ", ",
                    requests.stream().map(request -> "user " + request.userId()).toList());
            System.out.println(
                    LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS) + "  notified " + users);
        }
    }

    private static final class LimitedNotifyHandler extends NotifyHandler {
        @Override
        public ThreadRules rules(String thread) {
            return ThreadRules.every(Duration.ofMillis(200));
        }
    }

    private Notifications() {}

    public static void main(String[] arguments) {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            Queue queue = new Queue(sharq);
            System.out.println("As fast as it goes:");
            notifyAll(queue, new NotifyHandler());
            System.out.println("One every 200 milliseconds for each thread:");
            notifyAll(queue, new LimitedNotifyHandler());
        }
    }

    private static void notifyAll(Queue queue, NotifyHandler handler) {
        List<Notify> requests =
                IntStream.rangeClosed(1, USERS).mapToObj(Notify::new).toList();
        queue.register(handler, requests, RegisterOptions.DEFAULT);
        try (Worker worker = Worker.of(queue, handler)) {
            CompletableFuture.allOf(IntStream.range(0, THREADS)
                            .mapToObj(i -> CompletableFuture.runAsync(() -> {
                                long unused = worker.loop(USERS / THREADS);
                            }))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }
}
