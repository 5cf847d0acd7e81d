package io.sharq.redis.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.redis.Operations;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.RedisProcess;
import io.sharq.redis.TestRedis;
import io.sharq.redis.settings.Durability;
import io.sharq.redis.settings.RedisSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAdviceTest {
    private static final String FIT =
            "# Server\r\nredis_version:7.0.15\r\n# Memory\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n";

    private static final Map<String, String> ALWAYS =
            Map.of("appendfsync", "always", "no-appendfsync-on-rewrite", "no");

    @Test
    void aFitRedisGetsNoWarning() {
        assertThat(judged(FIT, ALWAYS)).isEqualTo(new ServerAdvice(List.of(), List.of()));
        assertThat(warnings(FIT.replace("7.0.15", "6.2.0"))).isEmpty();
    }

    @Test
    void anOldVersionIsNamed() {
        assertThat(warnings(FIT.replace("7.0.15", "6.0.16")))
                .containsExactly("this is Redis 6.0.16; SharQ is made for 6.2 and later");
        assertThat(warnings(FIT.replace("7.0.15", "5.0.7"))).hasSize(1);
    }

    @Test
    void anEvictionPolicyIsNamed() {
        assertThat(warnings(FIT.replace("noeviction", "allkeys-lru")))
                .singleElement()
                .asString()
                .startsWith("maxmemory-policy is allkeys-lru:");
    }

    @Test
    void aMissingAppendOnlyFileIsNamed() {
        ServerAdvice fitness = judged(FIT.replace("aof_enabled:1", "aof_enabled:0"), Map.of("appendfsync", "everysec"));

        assertThat(fitness.warnings()).singleElement().asString().startsWith("the append-only file is off:");
        assertThat(fitness.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rdb_last_bgsave_status, the last snapshot failed",
        "aof_last_write_status, the last write or sync of the append-only file failed",
        "aof_last_bgrewrite_status, the last rewrite of the append-only file failed"
    })
    void whatCouldNotBeWrittenIsNamed(String field, String fault) {
        assertThat(warnings(FIT + field + ":ok\r\n")).isEmpty();
        assertThat(warnings(FIT + field + ":err\r\n"))
                .singleElement()
                .asString()
                .startsWith(fault + " (" + field + " is err):");
    }

    @Test
    void everysecIsADefaultAndNoWarning() {
        ServerAdvice fitness = judged(FIT, Map.of("appendfsync", "everysec", "no-appendfsync-on-rewrite", "no"));

        assertThat(fitness.warnings()).isEmpty();
        assertThat(fitness.notes())
                .containsExactly(
                        "appendfsync is everysec: a kill of Redis may undo what it answered in its last two seconds,"
                                + " and a power cut what it answered since its last completed sync began; set appendfsync to always, or"
                                + " `durability` to aof for enqueues, if it must not");
    }

    @Test
    void everysecUndoesNoEnqueueThatWaitsForTheFile() {
        ServerAdvice fitness = ServerAdvice.of(FIT, Map.of("appendfsync", "everysec"), Durability.of("aof"));

        assertThat(fitness.warnings()).isEmpty();
        assertThat(fitness.notes())
                .singleElement()
                .asString()
                .startsWith(
                        "appendfsync is everysec. Enqueues wait for the sync (`durability` is aof); of all else a kill");
    }

    @Test
    void aFileThatIsNeverSyncedIsNamed() {
        assertThat(judged(FIT, Map.of("appendfsync", "no")).warnings())
                .singleElement()
                .asString()
                .startsWith("appendfsync is no: a power cut may undo");
        assertThat(ServerAdvice.of(FIT, Map.of("appendfsync", "no"), Durability.of("aof"))
                        .warnings())
                .singleElement()
                .asString()
                .contains("each ends as UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "everysec"})
    void syncsThatStopDuringARewriteAreNamed(String policy) {
        assertThat(judged(FIT, Map.of("appendfsync", policy, "no-appendfsync-on-rewrite", "yes"))
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("no-appendfsync-on-rewrite is yes:");
    }

    @Test
    void aSlowDiskIsNoted() {
        ServerAdvice fitness = judged(FIT + "aof_delayed_fsync:3\r\n", Map.of());

        assertThat(fitness.warnings()).isEmpty();
        assertThat(fitness.notes()).singleElement().asString().contains("3 times Redis waited two seconds");
        assertThat(judged(FIT + "aof_delayed_fsync:0\r\n", Map.of()).notes()).isEmpty();
    }

    @Test
    void whatDoesNotSayIsNotBlamed() {
        assertThat(judged("", Map.of())).isEqualTo(new ServerAdvice(List.of(), List.of()));
        assertThat(warnings("redis_version:unstable")).isEmpty();
    }

    private static List<String> warnings(String info) {
        return judged(info, Map.of()).warnings();
    }

    private static ServerAdvice judged(String info, Map<String, String> settings) {
        return ServerAdvice.of(info, settings, Durability.NONE);
    }

    @Test
    void aRealRedisTellsItsHealth() {
        try (RedisProcess redis = RedisProcess.start("--maxmemory-policy", "allkeys-lru");
                RedisBackend backend =
                        RedisBackend.open(RedisSettings.uri(redis.uri()).build())) {
            assertThat(Operations.get(backend.health()).warnings())
                    .anyMatch(warning -> warning.startsWith("maxmemory-policy is allkeys-lru:"))
                    .anyMatch(warning -> warning.startsWith("the append-only file is off:"));
        }
    }

    /** The setting is read each time, for an operator may change it while Redis runs. */
    @Test
    void aRealRedisTellsHowItSyncs() {
        try (RedisProcess redis = RedisProcess.start("--appendonly", "yes", "--appendfsync", "no");
                RedisBackend backend =
                        RedisBackend.open(RedisSettings.uri(redis.uri()).build())) {
            assertThat(Operations.get(backend.health()).warnings())
                    .singleElement()
                    .asString()
                    .startsWith("appendfsync is no:");

            TestRedis.on(redis.uri(), commands -> commands.configSet("appendfsync", "everysec"));

            assertThat(Operations.get(backend.health()).warnings()).isEmpty();
        }
    }
}
