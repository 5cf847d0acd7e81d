package io.sharq.redis;

import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.Route;
import io.sharq.worker.Worker;
import io.sharq.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A process with two loops, which writes down each batch before it is done, and which a test may kill at any moment. */
final class WorkerProcess {
    private static final int LOOPS = 2;
    private static final int WORK_MILLIS = 50;

    /**
     * The n-th request of a thread.
     *
     * @param thread the thread
     * @param number n, from 1
     */
    record Request(String thread, int number) {}

    /** Writes a line for each batch: the instant, the thread, and the numbers. */
    static final class LogHandler implements Handler<Request> {
        private final Path log;

        LogHandler(Path log) {
            this.log = log;
        }

        @Override
        public Class<Request> requestType() {
            return Request.class;
        }

        @Override
        public String name() {
            return "log";
        }

        @Override
        public List<Route> route(List<Request> requests) {
            return requests.stream().map(request -> Route.to(request.thread())).toList();
        }

        @Override
        public void perform(List<Request> requests) throws IOException, InterruptedException {
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            String numbers = requests.stream()
                    .map(request -> Integer.toString(request.number()))
                    .collect(Collectors.joining(","));
            String line = micros + " " + requests.get(0).thread() + " " + numbers + " .\n";
            Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            // Work that takes a while, so that a kill meets it.
            Thread.sleep(WORK_MILLIS);
        }
    }

    private WorkerProcess() {}

    static SharQ open(String uri, String prefix) {
        return SharQ.builder()
                .backend(RedisBackend.open(RedisSettings.uri(uri)
                        .keyPrefix(prefix)
                        .timeout(Patience.LIMIT)
                        .build()))
                .settings(SharQSettings.builder()
                        .jobRequeueInterval(Duration.ofMillis(200))
                        .build())
                .open();
    }

    static Queue queue(SharQ sharq) {
        WorkerSettings settings = WorkerSettings.builder()
                .batchSize(32)
                .lease(Duration.ofSeconds(1))
                .requeueLimit(-1)
                .build();
        return new Queue(sharq, settings);
    }

    public static void main(String[] arguments) throws InterruptedException {
        Queue queue = queue(open(arguments[0], arguments[1]));
        try (Worker worker = Worker.of(queue, new LogHandler(Path.of(arguments[2])))) {
            worker.start(LOOPS);
            // Until it is killed.
            new CountDownLatch(1).await();
        }
    }
}
