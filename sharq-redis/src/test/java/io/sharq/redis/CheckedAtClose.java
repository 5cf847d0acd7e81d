package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.Backend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** A backend that, before it is closed, holds what it left in the tests' Redis against itself. */
final class CheckedAtClose {
    private CheckedAtClose() {}

    static Backend open(RedisSettings settings) {
        RedisBackend backend = RedisBackend.open(settings);
        return (Backend) Proxy.newProxyInstance(
                CheckedAtClose.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("close")) {
                            List<String> wrong =
                                    TestRedis.ask(redis -> PartitionCheck.wrong(redis, settings.keyPrefix()));
                            assertThat(wrong).as("what is wrong in Redis").isEmpty();
                        }
                        return method.invoke(backend, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
