package io.sharq.redis;

import io.sharq.api.BackendException;
import io.sharq.redis.settings.RedisSettings;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a test waits for what must come at last. It is no measurement: a machine that is slow, or busy with other work,
 * may take as much of it as it needs, and a test that passes waits no longer than for what it waits for.
 */
public final class Patience {
    /** Longer than any machine needs for one step: a process that starts, a connection, a message. */
    public static final Duration LIMIT = Duration.ofMinutes(3);

    private static final long PAUSE_NANOS = 50_000_000;

    private Patience() {}

    /**
     * Opens a backend whose time-out is for the calls that follow: the first attempts to open it may take longer than that,
     * while classes are loaded and nodes are busy.
     */
    static RedisBackend open(RedisSettings settings) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return RedisBackend.open(settings);
            } catch (BackendException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
