package io.sharq.examples.spring;

import io.sharq.redis.TestRedis;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application, on a real Redis. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sharq.redis.timeout=1m")
class ShopOnRedisTest extends ShopInMemoryTest {
    @DynamicPropertySource
    static void redis(DynamicPropertyRegistry properties) {
        properties.add("sharq.backend", () -> "redis");
        properties.add("sharq.redis.uri", TestRedis::uri);
        properties.add(
                "sharq.redis.key-prefix",
                () -> "shop-" + ProcessHandle.current().pid());
    }
}
