package io.sharq.server;

import io.sharq.redis.RedisProcess;
import org.junit.jupiter.api.AfterAll;

final class RedisDefaultsIT extends DefaultsCases {
    private final RedisProcess redis = RedisProcess.start();

    @Override
    ServerProcess start() {
        return ServerProcess.start("", "[redis]\nport : " + redis.port() + "\n").awaitReady();
    }

    @AfterAll
    void closeRedis() {
        redis.close();
    }
}
