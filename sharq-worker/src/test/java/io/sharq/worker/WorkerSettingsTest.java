package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.inmemory.InMemoryBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WorkerSettingsTest {
    @TempDir
    private Path folder;

    private static WorkerSettings of(Map<String, String> environment) {
        return WorkerSettings.of(Configuration.empty(Map.of()), environment);
    }

    @Test
    void theDefaultsAreThoseOfTheOriginal() {
        WorkerSettings settings = of(Map.of());
        assertThat(settings.coordinatorDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.defaultOrder()).isZero();
        assertThat(settings.defaultThread()).isEqualTo("0");
        assertThat(settings.batchSize()).isEqualTo(128);
        assertThat(settings.emptyLimit()).isEqualTo(16);
        assertThat(settings.emptyPause()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void theVariablesOfTheOriginalAreRead() {
        WorkerSettings settings = of(Map.of(
                "QUEUE_COORDINATOR_DELAY", "5",
                "QUEUE_DEFAULT_ORDER", "-1",
                "QUEUE_DEFAULT_THREAD", "main",
                "QUEUE_WORKER_BATCH_SIZE", "64",
                "QUEUE_WORKER_EMPTY_LIMIT", "3",
                "QUEUE_WORKER_EMPTY_PAUSE", "0.25"));
        assertThat(settings.coordinatorDelay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.defaultOrder()).isEqualTo(-1);
        assertThat(settings.defaultThread()).isEqualTo("main");
        assertThat(settings.batchSize()).isEqualTo(64);
        assertThat(settings.emptyLimit()).isEqualTo(3);
        assertThat(settings.emptyPause()).isEqualTo(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUE_COORDINATOR_DELAY, soon",
        "QUEUE_DEFAULT_ORDER, 40000",
        "QUEUE_DEFAULT_THREAD, a b",
        "QUEUE_WORKER_BATCH_SIZE, 0",
        "QUEUE_WORKER_BATCH_SIZE, 1.5",
        "QUEUE_WORKER_EMPTY_LIMIT, -1",
        "QUEUE_WORKER_EMPTY_PAUSE, 0"
    })
    void aVariableThatCannotBeUsedIsNamed(String variable, String value) {
        assertThatThrownBy(() -> of(Map.of(variable, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(variable);
    }

    @Test
    void theVariablesOfLaterVersionsOfTheOriginalAreReadToo() {
        WorkerSettings settings = of(Map.of(
                "QUEUE_WORKER_ACQUIRE_DELAY", "2.5",
                "QUEUE_DEFAULT_PRIORITY", "3",
                "QUEUE_LOCK_TIMEOUT", "86400",
                "QUEUE_WORKER_RECURRENT_CHECK_INTERVAL", "30",
                "QUEUE_WORKER_RECURRENT_TASKS_LIMIT", "64"));
        assertThat(settings.coordinatorDelay()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(settings.defaultOrder()).isEqualTo(3);
        assertThat(settings.lease()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.recurrentCheckInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.recurrentTasksLimit()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUE_LOCK_PREFIX, lock_, SHARQ_REDIS_KEY_PREFIX",
        "QUEUE_STORAGE_PREFIX, tube_, SHARQ_REDIS_KEY_PREFIX",
        "QUEUE_TUBE_PREFIX, tube_, SHARQ_REDIS_KEY_PREFIX",
        "QUEUE_WORKER_DEFERRED_RETRY_DELAY, 1, unset it"
    })
    void aVariableThatCanHaveNoEffectIsRefused(String variable, String value, String instead) {
        assertThatThrownBy(() -> of(Map.of(variable, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(variable)
                .hasMessageContaining(instead);
        assertThat(of(Map.of(variable, " "))).isNotNull();
    }

    @Test
    void twoNamesOfOneSettingMustAgree() {
        assertThat(of(Map.of("QUEUE_COORDINATOR_DELAY", "2", "QUEUE_WORKER_ACQUIRE_DELAY", "2"))
                        .coordinatorDelay())
                .isEqualTo(Duration.ofSeconds(2));
        assertThatThrownBy(() -> of(Map.of("QUEUE_COORDINATOR_DELAY", "2", "QUEUE_WORKER_ACQUIRE_DELAY", "3")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("QUEUE_WORKER_ACQUIRE_DELAY")
                .hasMessageContaining("QUEUE_COORDINATOR_DELAY");
    }

    @Test
    void aQueueReadsTheConfigurationOfItsSharQ() throws IOException {
        Path file = Files.writeString(
                folder.resolve("sharq.conf"), "[worker]\nbatch_size : 32\nlease : 5000\ndefault_thread : main\n");
        Configuration configuration = Configuration.load(
                file,
                Map.of("QUEUE_WORKER_BATCH_SIZE", "7", "SHARQ_WORKER_LEASE", "6000", "SHARQ_BACKEND", "inmemory"));
        try (SharQ sharq = SharQ.builder().configuration(configuration).open()) {
            Queue queue = new Queue(sharq);
            assertThat(queue.settings().batchSize()).isEqualTo(7);
            assertThat(queue.settings().lease()).isEqualTo(Duration.ofSeconds(6));
            queue.register(
                    new NotifyHandler(1) {
                        @Override
                        public List<Route> route(List<Notify> requests) {
                            return List.of(Route.DEFAULT);
                        }
                    },
                    new Notify(1));
            assertThat(sharq.dequeue("notify").orElseThrow().job().queue().id()).isEqualTo("main");
        }
        Configuration bad = Configuration.load(file, Map.of("QUEUE_WORKER_BATCH_SIZE", "many"));
        try (SharQ sharq = SharQ.builder().configuration(bad).open()) {
            assertThatThrownBy(() -> new Queue(sharq))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("QUEUE_WORKER_BATCH_SIZE");
        }
    }

    @Test
    void settingsThatCannotWorkTogetherAreRefusedWhereTheyAreGiven() throws IOException {
        assertThatThrownBy(() -> WorkerSettings.builder()
                        .firstBackoff(Duration.ofMinutes(2))
                        .build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("first_backoff")
                .hasMessageContaining("longest_backoff");
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[worker]\nlongest_backoff : 100\n");
        assertThatThrownBy(() -> WorkerSettings.of(Configuration.load(file, Map.of()), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("first_backoff");
        assertThatThrownBy(() -> WorkerSettings.builder().lease(Duration.ofMillis(9)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("lease");
        // Spans that a dequeue would refuse later, in every loop.
        assertThatThrownBy(() -> WorkerSettings.builder().emptyPause(Duration.ofNanos(1_000_001)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("empty_pause")
                .hasMessageContaining("whole micros");
        assertThatThrownBy(() -> WorkerSettings.builder().firstBackoff(Duration.ofNanos(1_500_000)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("first_backoff");
        assertThatThrownBy(() -> WorkerSettings.builder().closeTimeout(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("close_timeout");
    }

    @Test
    void aBatchFitsTheMaxBatchSizeOfSharQ() {
        try (SharQ sharq = SharQ.builder()
                .backend(InMemoryBackend.create())
                .settings(SharQSettings.builder().maxBatchSize(2).build())
                .open()) {
            Queue queue = new Queue(sharq, WorkerSettings.defaults());
            NotifyHandler handler = new NotifyHandler(1);
            queue.register(handler, new Notify(1), new Notify(2), new Notify(3));
            try (Worker worker = Worker.of(queue, handler)) {
                assertThat(worker.loop(3)).isEqualTo(3);
            }
            assertThat(handler.performed.get(0)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("sharq.conf"),
                "[worker]\nbatch_size : 32 ; at a time\nempty_pause : 50\nlease : 5000\ndefault_thread : main\n");
        WorkerSettings settings =
                WorkerSettings.of(Configuration.load(file, Map.of()), Map.of("QUEUE_WORKER_BATCH_SIZE", "7"));
        assertThat(settings.batchSize()).isEqualTo(7);
        assertThat(settings.emptyPause()).isEqualTo(Duration.ofMillis(50));
        assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.defaultThread()).isEqualTo("main");
    }

    @Test
    void aBadValueOfTheFileIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[worker]\nbatch_size : many\n");
        Configuration configuration = Configuration.load(file, Map.of());
        assertThatThrownBy(() -> WorkerSettings.of(configuration, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("batch_size");
        assertThatThrownBy(() -> WorkerSettings.builder().batchSize(0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("batch_size");
    }

    @Test
    void allFaultsAreReportedAtOnce() throws IOException {
        Path file = Files.writeString(
                folder.resolve("sharq.conf"), "[worker]\nlease : 5\ndefault_thread : a b\nfirst_backoff : 100000\n");
        Configuration configuration = Configuration.load(file, Map.of());
        Map<String, String> environment = Map.of(
                "QUEUE_LOCK_PREFIX", "lock_",
                "QUEUE_TUBE_PREFIX", "tube_",
                "QUEUE_DEFAULT_ORDER", "many",
                "QUEUE_WORKER_BATCH_SIZE", "0",
                "QUEUE_COORDINATOR_DELAY", "2",
                "QUEUE_WORKER_ACQUIRE_DELAY", "3");
        assertThatThrownBy(() -> WorkerSettings.of(configuration, environment))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .hasSize(8)
                        .anyMatch(line -> line.contains("line 2: [worker] lease"))
                        .anyMatch(line -> line.contains("line 3: [worker] default_thread"))
                        .anyMatch(line -> line.contains("line 4: [worker] first_backoff"))
                        .anyMatch(line -> line.contains("QUEUE_LOCK_PREFIX: it has no effect here"))
                        .anyMatch(line -> line.contains("QUEUE_TUBE_PREFIX: it has no effect here"))
                        .anyMatch(line -> line.contains("QUEUE_DEFAULT_ORDER: it must be a number"))
                        .anyMatch(line -> line.contains("QUEUE_WORKER_BATCH_SIZE"))
                        .anyMatch(line -> line.contains("QUEUE_WORKER_ACQUIRE_DELAY: it is another name")));
    }

    @Test
    void backoffsThatContradictEachOtherAreReportedWithTheVariables() throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[worker]\nfirst_backoff : 100000\n");
        Configuration configuration = Configuration.load(file, Map.of());
        assertThatThrownBy(() -> WorkerSettings.of(configuration, Map.of("QUEUE_LOCK_PREFIX", "lock_")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("line 2: [worker] first_backoff")
                .hasMessageContaining("QUEUE_LOCK_PREFIX: it has no effect here");
    }

    @Test
    void aFaultyBackoffIsNotAlsoComparedWithTheOther() throws IOException {
        Path file = Files.writeString(
                folder.resolve("sharq.conf"), "[worker]\nfirst_backoff : 100000\nlongest_backoff : long\n");
        Configuration configuration = Configuration.load(file, Map.of());
        assertThatThrownBy(() -> WorkerSettings.of(configuration, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("longest_backoff")
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
    }
}
