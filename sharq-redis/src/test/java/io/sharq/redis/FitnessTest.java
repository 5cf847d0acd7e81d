package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FitnessTest {
    private static final String FIT =
            "# Server\r\nredis_version:7.0.15\r\n# Memory\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n";

    @Test
    void aFitRedisGetsNoWarning() {
        assertThat(Fitness.warnings(FIT)).isEmpty();
        assertThat(Fitness.warnings(FIT.replace("7.0.15", "6.2.0"))).isEmpty();
    }

    @Test
    void anOldVersionIsNamed() {
        assertThat(Fitness.warnings(FIT.replace("7.0.15", "6.0.16")))
                .containsExactly("this is Redis 6.0.16; SharQ is made for 6.2 and later");
        assertThat(Fitness.warnings(FIT.replace("7.0.15", "5.0.7"))).hasSize(1);
    }

    @Test
    void anEvictionPolicyIsNamed() {
        assertThat(Fitness.warnings(FIT.replace("noeviction", "allkeys-lru")))
                .singleElement()
                .asString()
                .startsWith("maxmemory-policy is allkeys-lru:");
    }

    @Test
    void aMissingAppendOnlyFileIsNamed() {
        assertThat(Fitness.warnings(FIT.replace("aof_enabled:1", "aof_enabled:0")))
                .singleElement()
                .asString()
                .startsWith("the append-only file is off:");
    }

    @Test
    void whatDoesNotSayIsNotBlamed() {
        assertThat(Fitness.warnings("")).isEmpty();
        assertThat(Fitness.warnings("redis_version:unstable")).isEmpty();
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
}
