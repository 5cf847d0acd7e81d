package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
