package io.sharq.server;

import io.sharq.redis.RedisProcess;
import org.junit.jupiter.api.AfterAll;

/** With several partitions, which an id chooses. */
final class RedisIdsIT extends IdCases {
    private final RedisProcess redis = RedisProcess.start();

    @Override
    ServerProcess start() {
        return ServerProcess.start(
                        "", "[redis]\nport : " + redis.port() + "\nshards : 3\n[sharq]\njob_expire_interval : 60000\n")
                .awaitReady();
    }

    @AfterAll
    void closeRedis() {
        redis.close();
    }
}
