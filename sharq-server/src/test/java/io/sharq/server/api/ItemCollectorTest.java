package io.sharq.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Payload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ItemCollectorTest {
    private final List<Integer> sizes = new ArrayList<>();

    private ItemCollector<List<Payload>, Payload> portions(int most, int there, int payloadBytes, boolean fails) {
        return new ItemCollector<>(most, portion -> portion, payload -> payload, (before, asked, size) -> {
            sizes.add(size);
            if (fails) {
                return CompletableFuture.failedFuture(new IllegalStateException("away"));
            }
            int left = there - sizes.stream().mapToInt(Integer::intValue).sum() + size - ItemCollector.MOST_ITEMS;
            return before.size() < asked
                    ? null
                    : CompletableFuture.completedFuture(jobs(Math.max(0, Math.min(size, left)), payloadBytes));
        });
    }

    private static List<Payload> jobs(int count, int bytes) {
        return Collections.nCopies(count, Payload.of(new byte[bytes]));
    }

    @Test
    void asManyAreTakenAsAreWanted() {
        ItemCollector<List<Payload>, Payload> portions = portions(80, 1_000, 10, false);
        assertThat(portions.size()).isEqualTo(32);

        assertThat(portions.take(jobs(32, 10))).isCompleted();

        assertThat(portions.taken()).hasSize(80);
        assertThat(sizes).containsExactly(32, 16);
    }

    @Test
    void noMoreAreTakenThanThereAre() {
        ItemCollector<List<Payload>, Payload> portions = portions(1_000, 40, 10, false);

        assertThat(portions.take(jobs(32, 10))).isCompleted();

        assertThat(portions.taken()).hasSize(40);
    }

    @Test
    void noMoreBytesAreTakenThanOnePortionOverTheBound() {
        ItemCollector<List<Payload>, Payload> portions = portions(1_000, 1_000, 300_000, false);

        assertThat(portions.take(jobs(32, 300_000))).isCompleted();

        assertThat(portions.taken()).hasSize(64);
        assertThat(64 * 300_000L).isGreaterThan(ItemCollector.MOST_BYTES);
    }

    @Test
    void whatWasTakenIsKeptThoughTheNextPortionFails() {
        ItemCollector<List<Payload>, Payload> portions = portions(1_000, 1_000, 10, true);

        assertThat(portions.take(jobs(32, 10))).isCompleted();

        assertThat(portions.taken()).hasSize(32);
    }
}
