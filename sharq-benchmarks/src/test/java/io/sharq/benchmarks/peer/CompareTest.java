package io.sharq.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.InvalidValueException;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    @TempDir
    Path cache;

    private static Compare compare(Path cache, List<String> peers) {
        return new Compare(cache, peers, 60, 4, 10, 5, 20, 100, 1);
    }

    /** Without a peer nothing is fetched: this needs no registry. */
    @Test
    void sharqDoesEveryWork() throws IOException, InterruptedException {
        Outcome outcome = compare(cache, List.of()).run(new Rounds(1, 0, step -> {}));
        assertThat(outcome.unmet()).isEmpty();
        for (Work work : Work.values()) {
            assertThat(outcome.sides().get(work.title() + ": SharQ"))
                    .as(work.title())
                    .isNotEmpty();
        }
    }

    /** A cache that cannot be written stands for a registry that cannot be reached: there is no peer either way. */
    @Test
    void aPeerThatCannotBeFetchedIsADashWithItsReason() throws IOException, InterruptedException {
        Path file = Files.writeString(cache.resolve("file"), "no folder");
        try (Stores stores = Stores.start(false);
                RunningPeers running = new RunningPeers(file, stores)) {
            for (String peer : Compare.PEERS) {
                PeerKind kind = PeerKind.valueOf(peer.toUpperCase(Locale.ROOT));
                assertThatThrownBy(() -> running.get(kind))
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("the cache " + file + " cannot be used");
            }
        }
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Tool.run(cache, List.of("no-such-program")))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("no-such-program cannot be run");
        assertThatThrownBy(() -> Tool.run(cache, List.of("sh", "-c", "echo first; echo last; exit 3")))
                .isInstanceOf(Unavailable.class)
                .hasMessage("sh ended with 3: last");
    }

    @Test
    void aPeerThatNobodyKnowsIsNamed() {
        assertThatThrownBy(() -> compare(cache, List.of("cron")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("\"cron\" is none of bullmq, redisson, db_scheduler, jobrunr");
    }
}
