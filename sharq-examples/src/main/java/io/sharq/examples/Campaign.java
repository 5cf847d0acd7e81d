package io.sharq.examples;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.SharQException;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * An SMS campaign: thousands of messages of dozens of accounts, each at its own rate. Every account is a queue. Exits
 * with status 1 if two messages of an account were released closer together than its interval.
 */
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        version = "SharQ for Java 0.1.0",
        description = "Sends an SMS campaign, each account at its own rate.")
final class Campaign implements Callable<Integer> {
    private static final String TYPE = "sms";
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Option(names = "--redis", paramLabel = "URI", description = "Run on a Redis, such as redis://127.0.0.1:6379.")
    private @Nullable String redis;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Rows of account, interval_ms, to, text; the default is a campaign of 48 accounts.")
    private @Nullable Path csv;

    @Option(names = "--workers", paramLabel = "N", description = "Threads that send (default: ${DEFAULT-VALUE}).")
    private int workers = 4;

    private final AtomicInteger sent = new AtomicInteger();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Campaign())
                .setExecutionExceptionHandler((e, command, result) -> {
                    command.getErr().println(e instanceof SharQException ? e.getMessage() : e.toString());
                    return 2;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Message> messages = read();
        SharQSettings settings = SharQSettings.builder()
                .jobExpireInterval(Duration.ofSeconds(30))
                .build();
        Backend backend = open();
        System.out.println(messages.size() + " messages, " + (redis == null ? "in memory" : "on " + redis));
        try (SharQ sharq = SharQ.builder().backend(backend).settings(settings).open()) {
            Report report = new Report();
            enqueue(sharq, messages, report);
            send(sharq, messages.size(), report);
            int early = report.print();
            System.out.println(
                    sent.get() + " sent; " + (early == 0 ? "no two too close together" : early + " TOO CLOSE"));
            return early == 0 && sent.get() == messages.size() ? 0 : 1;
        }
    }

    private Backend open() {
        // A separate prefix for each run, so that two campaigns on one Redis share nothing.
        return redis == null
                ? InMemoryBackend.create()
                : RedisBackend.open(RedisSettings.uri(redis)
                        .keyPrefix("campaign-" + ProcessHandle.current().pid())
                        .build());
    }

    private List<Message> read() throws IOException {
        CsvSchema header = CsvSchema.emptySchema().withHeader();
        try (InputStream in = csv == null
                        ? Objects.requireNonNull(Campaign.class.getResourceAsStream("/campaign.csv"))
                        : Files.newInputStream(csv);
                MappingIterator<Message> rows =
                        new CsvMapper().readerFor(Message.class).with(header).readValues(in)) {
            return rows.readAll();
        }
    }

    private static void enqueue(SharQ sharq, List<Message> messages, Report report) {
        List<NewJob> batch = new ArrayList<>();
        for (int row = 0; row < messages.size(); row++) {
            Message message = messages.get(row);
            Duration interval = Duration.ofMillis(message.intervalMillis());
            report.promise(message.account(), interval);
            batch.add(NewJob.of(TYPE, message.account(), "row-" + row, message).interval(interval));
            if (batch.size() == BATCH || row == messages.size() - 1) {
                sharq.enqueueAll(batch);
                batch.clear();
            }
        }
    }

    private void send(SharQ sharq, int total, Report report) throws Exception {
        ProgressBar bar = new ProgressBar(total);
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            running.add(threads.submit(() -> work(sharq, total, report, bar)));
        }
        for (Future<?> worker : running) {
            worker.get();
        }
        threads.shutdown();
    }

    private void work(SharQ sharq, int total, Report report, ProgressBar bar) {
        while (sent.get() < total) {
            Optional<Delivery> next = sharq.dequeue(TYPE, PATIENCE);
            next.ifPresent(delivery -> {
                // A real program would send delivery.payloadAs(Message.class) here.
                report.sent(delivery.job().queue().id(), delivery.releasedAt());
                sharq.finish(delivery);
                bar.show(sent.incrementAndGet());
            });
        }
    }
}
