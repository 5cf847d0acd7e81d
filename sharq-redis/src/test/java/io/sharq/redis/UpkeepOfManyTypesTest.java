package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.redis.settings.RedisSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Upkeep as a facade does it by itself, in real time because Redis's own processor time is what is measured: 500 types in
 * each build, and 100,000 under the profile {@code chaos}. The figures are printed, and no machine fails for being slow.
 */
class UpkeepOfManyTypesTest {
    private static final int TYPES = Chaos.count(500, 100_000);
    private static final int AT_ONCE = 2_000;
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration AT_REST = Duration.ofSeconds(Chaos.count(2, 20));
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_(evalsha):calls=(\\d+),usec=(\\d+)");

    private record Cost(long scripts, long micros) {}

    @Test
    void everyLeaseComesBackAndTypesAtRestCostNothing() {
        try (RedisProcess redis = RedisProcess.start();
                RedisClient client = RedisClient.create(redis.uri());
                SharQ sharq = SharQ.builder()
                        .backend(RedisBackend.open(RedisSettings.uri(redis.uri())
                                .timeout(Duration.ofMinutes(1))
                                .build()))
                        .settings(
                                SharQSettings.builder().jobExpireInterval(LEASE).build())
                        .open()) {
            RedisCommands<String, String> commands = client.connect().sync();
            List<String> types =
                    IntStream.range(0, TYPES).mapToObj(i -> "type-" + i).toList();
            each(types, type -> sharq.async().enqueue(NewJob.of(type, "queue", "job", 1)));

            Cost before = cost(commands);
            long restMicros = AT_REST.toNanos() / 1_000;
            await().pollDelay(AT_REST).atMost(LONGEST).until(() -> true);
            Cost after = cost(commands);
            assertThat(after.scripts() - before.scripts()).isLessThan(TYPES);

            assertThat(sharq.dequeue("type-7")).isPresent();
            Duration one = untilBack(sharq, List.of("type-7"));
            each(types, type -> sharq.async().dequeue(type));
            Duration all = untilBack(sharq, types);
            assertThat(sharq.metrics().active()).isZero();
            System.out.printf(
                    "%,d types: at rest %.2f ms of Redis's time a second; a lease was back %d ms after its end, and all of"
                            + " them %d ms after the last one was made and %s had passed%n",
                    TYPES,
                    (after.micros() - before.micros()) * 1_000.0 / restMicros,
                    one.toMillis(),
                    all.toMillis(),
                    LEASE);
        }
    }

    /** JobViews at few of many types, because to look costs as well. */
    private static Duration untilBack(SharQ sharq, List<String> types) {
        long endNanos = System.nanoTime() + LEASE.toNanos();
        for (int i = 0; i < types.size(); i += Math.max(1, types.size() / 100)) {
            String type = types.get(i);
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(LONGEST)
                    .until(() -> sharq.type(type).metrics().active() == 0);
        }
        return Duration.ofNanos(System.nanoTime() - endNanos);
    }

    private static void each(List<String> types, Function<String, CompletableFuture<?>> call) {
        for (int from = 0; from < types.size(); from += AT_ONCE) {
            CompletableFuture.allOf(types.subList(from, Math.min(from + AT_ONCE, types.size())).stream()
                            .map(call)
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private static Cost cost(RedisCommands<String, String> commands) {
        Matcher scripts = SCRIPTS.matcher(commands.info("commandstats"));
        return scripts.find()
                ? new Cost(Long.parseLong(scripts.group(2)), Long.parseLong(scripts.group(3)))
                : new Cost(0, 0);
    }
}
