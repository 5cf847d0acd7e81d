package io.sharq.examples.h2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sharq.api.BackendException;
import io.sharq.api.ConfigurationException;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Health;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Outcome;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.api.TimeSource;
import io.sharq.config.Configuration;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReadinessListener;
import io.sharq.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the conformance kit does not ask of a backend: the file, the transaction, and how it is found. */
class H2BackendTest {
    private static final long LEASE = 60_000_000;
    private static final JobKey FIRST = JobKey.of("sms", "queue", "job-1");

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:30Z"));

    @TempDir
    private Path folder;

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("queues");
    }

    private Backend open() {
        return H2Backend.open(url(), time);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static EnqueueItem item(String jobId) {
        return new EnqueueItem(
                "queue", jobId, Payload.of(jobId.getBytes(UTF_8)), JobOptions.DEFAULT, QueueChange.interval(1_000));
    }

    private static void enqueue(Backend backend, String... jobIds) {
        List<EnqueueItem> items =
                List.of(jobIds).stream().map(H2BackendTest::item).toList();
        get(backend.enqueue(new EnqueueRequest("sms", items)));
    }

    private static DequeueReply dequeue(Backend backend, long nonce) {
        return get(backend.dequeue(new DequeueRequest("sms", DequeueFrom.ANY, 1, LEASE, nonce)));
    }

    @Test
    void jobsAndLeasesAndSpacingSurviveClosing() {
        LeasedJob leased;
        try (Backend backend = open()) {
            enqueue(backend, "job-1", "job-2");
            leased = dequeue(backend, 7).jobs().get(0);
        }
        time.advanceMicros(999_999);
        try (Backend backend = open()) {
            DequeueReply tooEarly = dequeue(backend, 8);
            assertThat(tooEarly.jobs()).isEmpty();
            assertThat(tooEarly.nextReadyAtMicros()).hasValue(time.nowMicros() + 1);
            assertThat(dequeue(backend, 7).jobs()).containsExactly(leased);
            time.advanceMicros(1);
            LeasedJob second = dequeue(backend, 9).jobs().get(0);
            assertThat(second.payload()).isEqualTo(Payload.of("job-2".getBytes(UTF_8)));
            assertThat(second.token().number()).isGreaterThan(leased.token().number());
            LeaseRef lease = new LeaseRef("queue", "job-1", leased.token());
            assertThat(get(backend.finish(FinishRequest.of("sms", List.of(lease), 0))))
                    .extracting(result -> result.status())
                    .containsExactly(LeaseStatus.DONE);
        }
        try (Backend backend = open()) {
            assertThat(get(backend.find(FIRST))).isEmpty();
            assertThat(get(backend.metrics(MetricsScope.ALL)).active()).isEqualTo(1);
        }
    }

    @Test
    void theLimitsOnDeadJobsSurviveClosing() {
        DeadLimits limits = new DeadLimits(5, 60_000_000);
        try (Backend backend = open()) {
            get(backend.agree(new AgreeRequest(limits, false)));
        }
        try (Backend backend = open()) {
            DeadLimits lower = new DeadLimits(1, 1_000_000);
            assertThat(get(backend.agree(new AgreeRequest(lower, false)))).isEqualTo(limits);
        }
    }

    @Test
    void aClockThatWasSetBackMeanwhileDelaysNothing() {
        try (Backend backend = open()) {
            enqueue(backend, "job-1", "job-2");
            dequeue(backend, 1);
        }
        time.stepMicros(-3_600_000_000L);
        try (Backend backend = open()) {
            dequeue(backend, 2);
            time.advanceMicros(1_000_000);
            assertThat(dequeue(backend, 3).jobs()).hasSize(1);
        }
    }

    /** The second of three jobs meets a database that refuses it. */
    @Test
    void anOperationThatFailsInTheMiddleLeavesNothingBehind() throws SQLException {
        String shared = "jdbc:h2:mem:rollback";
        try (Connection operator = DriverManager.getConnection(shared);
                Statement statement = operator.createStatement();
                Backend backend = H2Backend.open(shared, time)) {
            enqueue(backend, "job-0");
            statement.execute("ALTER TABLE sharq.job ADD CONSTRAINT refused CHECK (id <> 'job-2')");

            CompletableFuture<?> failed = backend.enqueue(
                            new EnqueueRequest("sms", List.of(item("job-1"), item("job-2"), item("job-3"))))
                    .toCompletableFuture();

            BackendException failure = (BackendException) catchThrowableOfType(CompletionException.class, failed::join)
                    .getCause();
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.operation()).isEqualTo("enqueue to sms");
            assertThat(failure).hasCauseInstanceOf(SQLException.class);
            assertThat(get(backend.find(FIRST))).isEmpty();
            assertThat(get(backend.describe(new QueueKey("sms", "queue")))
                            .orElseThrow()
                            .length())
                    .isEqualTo(1);
            assertThat(get(backend.metrics(MetricsScope.ALL)).minutes().get(9).enqueued())
                    .isEqualTo(1);
            statement.execute("ALTER TABLE sharq.job DROP CONSTRAINT refused");
            enqueue(backend, "job-1", "job-2");
            assertThat(get(backend.find(FIRST)).orElseThrow().position()).hasValue(1);
        }
    }

    /** And one bad listener disturbs nobody. */
    @Test
    void listenersHearOfWhatIsCommittedAndOfNothingElse() throws SQLException {
        String shared = "jdbc:h2:mem:listeners";
        BlockingQueue<Long> news = new LinkedBlockingQueue<>();
        try (Connection operator = DriverManager.getConnection(shared);
                Statement statement = operator.createStatement();
                Backend backend = H2Backend.open(shared, time)) {
            backend.onReady(listener(atMicros -> {
                throw new IllegalStateException("a bad listener");
            }));
            backend.onReady(listener(news::add));
            statement.execute("ALTER TABLE sharq.job ADD CONSTRAINT refused CHECK (id <> 'job-2')");
            assertThatThrownBy(() -> enqueue(backend, "job-1", "job-2")).isInstanceOf(CompletionException.class);
            assertThat(news).isEmpty();
            enqueue(backend, "job-1");
            assertThat(news).containsExactly(time.nowMicros());
        }
    }

    private static ReadinessListener listener(Consumer<Long> ready) {
        return new ReadinessListener() {
            @Override
            public void ready(String type, long atMicros) {
                ready.accept(atMicros);
            }

            @Override
            public void missed() {}
        };
    }

    /** Each on a thread and a connection of its own, both taking from one queue. */
    @Test
    void twoBackendsOnOneDatabaseKeepOutOfEachOthersWay() {
        int jobs = 200;
        try (Backend one = H2Backend.open(url());
                Backend other = H2Backend.open(url())) {
            List<CompletionStage<DequeueReply>> replies = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                EnqueueItem item = new EnqueueItem(
                        "queue", "job-" + i, Payload.of(new byte[0]), JobOptions.DEFAULT, QueueChange.NONE);
                get((i % 2 == 0 ? one : other).enqueue(new EnqueueRequest("sms", List.of(item))));
            }
            for (int i = 0; i < jobs; i++) {
                DequeueRequest request = new DequeueRequest("sms", DequeueFrom.ANY, 1, LEASE, i);
                replies.add((i % 2 == 0 ? one : other).dequeue(request));
            }
            assertThat(replies)
                    .flatExtracting(reply -> get(reply).jobs())
                    .extracting(LeasedJob::jobId)
                    .doesNotHaveDuplicates()
                    .hasSize(jobs);
        }
    }

    /** Longer than the ten minutes for which its queue would be remembered anyway. */
    @Test
    void aFinishedJobIsRememberedForItsRetention() {
        try (Backend backend = open()) {
            enqueue(backend, "job-1");
            LeasedJob leased = dequeue(backend, 1).jobs().get(0);
            LeaseRef lease = new LeaseRef("queue", "job-1", leased.token());
            get(backend.finish(FinishRequest.of("sms", List.of(lease), 3_600_000_000L)));
            time.advanceMicros(3_599_999_999L);
            assertThat(get(backend.find(FIRST)).orElseThrow().state()).isEqualTo(JobState.FINISHED);
            time.advanceMicros(1);
            assertThat(get(backend.find(FIRST))).isEmpty();
        }
    }

    /** H2 closes its files under a thread that is interrupted; a caller's interrupt must not reach it. */
    @Test
    void anInterruptedCallerHarmsNothing() {
        try (Backend backend = open()) {
            Thread.currentThread().interrupt();
            enqueue(backend, "job-1");
            assertThat(Thread.interrupted()).isTrue();
            enqueue(backend, "job-2");
            assertThat(dequeue(backend, 1).jobs()).hasSize(1);
        }
    }

    @Test
    void aClosedBackendSaysSo() {
        Backend backend = open();
        enqueue(backend, "job-1");
        backend.close();
        backend.close();
        BackendException failure =
                (BackendException) catchThrowableOfType(CompletionException.class, () -> dequeue(backend, 1))
                        .getCause();
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_DONE);
        assertThat(get(backend.health()).available()).isFalse();
    }

    @Test
    void aBackendMayBeClosedOnItsOwnThread() {
        Backend backend = open();
        get(backend.types(PageRequest.first(1)).thenAccept(types -> backend.close()));
        backend.close();
        try (Backend again = open()) {
            assertThat(get(again.health()).available()).isTrue();
        }
    }

    @Test
    void theHealthTellsNoSecret() {
        try (Backend backend = H2Backend.open(url() + ";PASSWORD=secret", TimeSource.steady())) {
            Health health = get(backend.health());
            assertThat(health.available()).isTrue();
            assertThat(health.description()).startsWith("H2 at jdbc:h2:file:").doesNotContain("secret");
        }
    }

    @Test
    void aDatabaseThatCannotBeOpenedIsABackendException() {
        try (Backend backend = open()) {
            assertThat(get(backend.health()).available()).isTrue();
            assertThatThrownBy(() -> H2Backend.open(url() + ";USER=nobody"))
                    .isInstanceOf(BackendException.class)
                    .hasCauseInstanceOf(SQLException.class)
                    .hasMessageContaining("NOT_DONE");
        }
    }

    @Test
    void itIsFoundByItsNameAndByItsSection() throws IOException {
        assertThat(ServiceLoader.load(BackendProvider.class))
                .extracting(provider -> provider.section().name())
                .contains("h2");
        Configuration configuration = configuration("[h2]\nurl: " + url() + "\n");
        assertThat(configuration.backendName()).isEqualTo("h2");
        try (Backend backend = configuration.openBackend()) {
            enqueue(backend, "job-1");
        }
        assertThat(folder.resolve("queues.mv.db")).exists();
    }

    @Test
    void aConfigurationWithoutAUsableUrlIsRefusedByName() throws IOException {
        for (String section : List.of("[sharq]\nbackend: h2\n", "[h2]\nurl: jdbc:other:file\n")) {
            Configuration configuration = configuration(section);
            assertThatThrownBy(configuration::openBackend)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("url")
                    .hasMessageContaining("jdbc:h2:");
        }
    }

    private Configuration configuration(String text) throws IOException {
        return Configuration.load(Files.writeString(folder.resolve("sharq.conf"), text), Map.of());
    }
}
