package io.sharq.server;

import io.sharq.redis.RedisProcess;
import org.junit.jupiter.api.AfterAll;

final class RedisHeadersIT extends HeaderCases {
    private final RedisProcess redis = RedisProcess.start();

    @Override
    ServerProcess start() {
        return ServerProcess.start("", "[redis]\nport : " + redis.port() + "\n[sharq]\njob_expire_interval : 3600000\n")
                .awaitReady();
    }

    @AfterAll
    void closeRedis() {
        redis.close();
    }
}
