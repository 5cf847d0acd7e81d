package io.sharq.server;

import io.sharq.redis.RedisProcess;
import org.junit.jupiter.api.AfterAll;

/** With the configuration of an installation of the original, which shares its Redis with other programs. */
final class RedisForeignClientIT extends ForeignClientCases {
    private final RedisProcess redis = RedisProcess.start();

    @Override
    ServerProcess start() {
        return ServerProcess.start("", """
                        [sharq]
                        job_expire_interval       = 3600000
                        job_requeue_interval      = 3000
                        default_job_requeue_limit = -1
                        enable_requeue_script     = true

                        [redis]
                        db                        = 0
                        key_prefix                = {call}
                        conn_type                 = tcp_sock
                        unix_socket_path          = /tmp/redis.sock
                        port                      = %d
                        host                      = 127.0.0.1
                        clustered                 = false
                        password                  =
                        """.formatted(redis.port())).awaitReady();
    }

    @AfterAll
    void closeRedis() {
        redis.close();
    }
}
