package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.FailStatus;
import io.sharq.api.PageRequest;
import io.sharq.spi.Backend;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Limits on dead jobs act on those of every client: one client with low limits discards nothing that another keeps. */
class SharedDeadJobLimitsTest {
    @Test
    void aLowerCountDiscardsNothingThatAnotherClientKeeps() {
        try (Stores stores = new Stores();
                SharQ generous = open(stores, 100, Duration.ofDays(14));
                SharQ mean = open(stores, 1, Duration.ofNanos(1_000))) {
            die(generous, "one");
            die(mean, "two");
            die(mean, "three");
            mean.requeue();
            assertThat(dead(mean)).isEqualTo(3);
        }
    }

    @Test
    void aClientThatComesLaterRaisesTheLimits() {
        try (Stores stores = new Stores();
                SharQ mean = open(stores, 1, Duration.ofDays(14));
                SharQ generous = open(stores, 100, Duration.ofDays(14))) {
            die(mean, "one");
            generous.requeue();
            die(generous, "two");
            assertThat(dead(mean)).isEqualTo(2);
        }
    }

    @Test
    void theyAreLoweredByACall() {
        try (Stores stores = new Stores();
                SharQ generous = open(stores, 100, Duration.ofDays(14));
                SharQ mean = open(stores, 1, Duration.ofDays(14))) {
            die(generous, "one");
            die(generous, "two");
            mean.adoptDeadJobLimits();
            mean.requeue();
            assertThat(dead(mean)).isEqualTo(1);
        }
    }

    private static SharQ open(Stores stores, int count, Duration age) {
        return SharQ.builder()
                .backend(stores.open())
                .settings(SharQSettings.builder()
                        .deadJobMaxCount(count)
                        .deadJobMaxAge(age)
                        .build())
                .upkeep(false)
                .open();
    }

    private static void die(SharQ sharq, String job) {
        sharq.enqueue(NewJob.of("type", "queue", job, "payload").requeueLimit(0));
        assertThat(sharq.fail(sharq.dequeue("type").orElseThrow().lease())).isEqualTo(FailStatus.DEAD);
    }

    private static int dead(SharQ sharq) {
        return sharq.type("type").deadJobs(PageRequest.first(10)).items().size();
    }

    /** One store of several facades. */
    private static final class Stores implements AutoCloseable {
        private final InMemoryBackend backend = InMemoryBackend.create();

        Backend open() {
            return backend;
        }

        @Override
        public void close() {
            backend.close();
        }
    }
}
