package io.sharq.examples;

import io.sharq.SharQ;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.RegisterOptions;
import io.sharq.worker.Route;
import io.sharq.worker.SubQueueRules;
import io.sharq.worker.Worker;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Notifies nine users over three sub-queues with three loops, each sub-queue in order, like the example in the
 * documentation of the original sharded queue. Then repeats it with a limit of one notification per 200 milliseconds
 * and sub-queue.
 */
final class Notifications {
    private static final int USERS = 9;
    private static final int SUB_QUEUES = 3;

    /**
     * A request to notify a user.
     *
     * @param userId the user
     */
    record Notify(int userId) {}

    /** Routes by user id modulo three: users 1, 4 and 7 share a sub-queue. */
    private static class NotifyHandler implements Handler<Notify> {
        @Override
        public Class<Notify> requestType() {
            return Notify.class;
        }

        @Override
        public List<Route> route(List<Notify> requests) {
            return requests.stream()
                    .map(request -> Route.modulo(request.userId(), SUB_QUEUES))
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
        public SubQueueRules rules(String subQueue) {
            return SubQueueRules.every(Duration.ofMillis(200));
        }
    }

    private Notifications() {}

    public static void main(String[] arguments) {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            Queue queue = new Queue(sharq);
            System.out.println("As fast as it goes:");
            notifyAll(queue, new NotifyHandler());
            System.out.println("One every 200 milliseconds for each sub-queue:");
            notifyAll(queue, new LimitedNotifyHandler());
        }
    }

    private static void notifyAll(Queue queue, NotifyHandler handler) {
        List<Notify> requests =
                IntStream.rangeClosed(1, USERS).mapToObj(Notify::new).toList();
        queue.register(handler, requests, RegisterOptions.DEFAULT);
        try (Worker worker = Worker.of(queue, handler)) {
            CompletableFuture.allOf(IntStream.range(0, SUB_QUEUES)
                            .mapToObj(i -> CompletableFuture.runAsync(() -> {
                                long unused = worker.loop(USERS / SUB_QUEUES);
                            }))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }
}
