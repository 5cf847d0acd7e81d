package io.sharq.redis.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.redis.TwinsTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No include goes without a test of its own, or a reason. */
class IncludesTest {
    /** Compared with Java, or with themselves, on many numbers: {@link TwinsTest}, {@link PackedRecordsTest}. */
    private static final List<String> COMPARED = List.of(
            "bounds",
            "ids",
            "jobs",
            "leases",
            "memory",
            "minutes",
            "passed",
            "queues",
            "readiness",
            "requeues",
            "revision",
            "steady_time",
            "throttling");

    /** Only read and write keys, or name them; the conformance kit sees what they do. */
    private static final List<String> ON_KEYS = List.of(
            "clock",
            "damage",
            "deadlines",
            "deadlines_to_look",
            "defaults",
            "death",
            "ending",
            "ends",
            "index",
            "keys",
            "on_first_use",
            "partition",
            "promotion",
            "promotion_to_look",
            "queue_bound",
            "repairs",
            "return_job",
            "soundness",
            "state",
            "sweep",
            "turns",
            "unqueue",
            "visit",
            "wake");

    @Test
    void everyIncludeIsTested() throws IOException {
        Set<String> known = new TreeSet<>(COMPARED);
        known.addAll(ON_KEYS);
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/io/sharq/redis/script/include"))) {
            Set<String> found = files.map(file -> file.getFileName().toString().replace(".lua", ""))
                    .collect(Collectors.toSet());
            assertThat(found).isEqualTo(known);
        }
    }
}
