package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.Health;
import io.sharq.api.Outcome;
import io.sharq.inmemory.InMemoryBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of the guides on running SharQ, on the in-memory backend. */
class RedisInProductionTest {
    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();

    @Test
    void aFileIsOpened() throws Exception {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[inmemory]\n");
        // region open a file
        try (SharQ sharq = SharQ.open(file)) {
            Health health = sharq.health();
            health.warnings().forEach(log::add);
        }
        // endregion
        assertThat(log).isEmpty();
    }

    @Test
    void settingsInCode() {
        // region settings in code
        SharQSettings settings = SharQSettings.builder()
                .jobExpireInterval(Duration.ofSeconds(30)) // how long a lease lasts
                .defaultJobRequeueLimit(10)
                .build();
        SharQ sharq = SharQ.builder()
                .backend(InMemoryBackend.create())
                .settings(settings)
                .open();
        // endregion
        assertThat(sharq.settings().defaultJobRequeueLimit()).isEqualTo(10);
        sharq.close();
    }

    @Test
    void aFailureSaysWhatIsKnown() {
        SharQ sharq = SharQ.open(InMemoryBackend.create());
        sharq.close();
        // region what a failure says
        try {
            sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("hello")));
        } catch (BackendException e) {
            if (e.outcome() == Outcome.UNKNOWN) { // it may be queued: the same job id again is safe
                log.add("unclear: " + e.getMessage());
            } else { // NOT_DONE or REJECTED: it is not queued
                log.add("not queued: " + e.getMessage());
            }
        }
        // endregion
        assertThat(log).singleElement().asString().startsWith("not queued: ");
    }

    @Test
    void aLoopThatEnds() {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("hello")));
            Duration wait = Duration.ZERO;
            // region a loop of a worker
            Optional<Delivery> next = sharq.dequeue("sms", wait);
            while (next.isPresent() && !Thread.currentThread().isInterrupted()) {
                Delivery delivery = next.get();
                log.add(delivery.payloadAs(Sms.class).text());
                sharq.finish(delivery);
                next = sharq.dequeue("sms", wait);
            }
            // endregion
            assertThat(log).containsExactly("hello");
        }
    }
}
