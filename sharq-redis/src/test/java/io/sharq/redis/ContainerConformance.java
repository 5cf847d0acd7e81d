package io.sharq.redis;

import io.sharq.api.TimeSource;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.Backend;
import io.sharq.tck.BackendConformance;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.containers.GenericContainer;

/** The kit on a Redis of some version, in a container. Its subclasses run under the profile {@code matrix} alone. */
abstract class ContainerConformance extends BackendConformance {
    private static final int REDIS_PORT = 6379;
    private static final Map<String, GenericContainer<?>> STARTED = new ConcurrentHashMap<>();
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private final String image;

    ContainerConformance(String image) {
        this.image = image;
    }

    @Override
    protected Backend open(TimeSource clock) {
        return RedisBackend.open(settings().clock(clock).build());
    }

    @Override
    protected Backend openOnItsOwnClock() {
        return RedisBackend.open(settings().build());
    }

    private RedisSettings.Builder settings() {
        GenericContainer<?> container = STARTED.computeIfAbsent(image, ContainerConformance::start);
        return RedisSettings.builder()
                .host(container.getHost())
                .port(container.getMappedPort(REDIS_PORT))
                .keyPrefix("test-" + PREFIXES.incrementAndGet());
    }

    static GenericContainer<?> start(String image) {
        GenericContainer<?> container = new GenericContainer<>(image).withExposedPorts(REDIS_PORT);
        container.start();
        return container;
    }
}
