package io.sharq.redis.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a connection's thread pool. If it serves a connection, it writes its own commands at once. Commands of other
 * threads arrive as tasks, and so are written later.
 */
public final class ConnectionThread extends FastThreadLocalThread {
    /** The event loop of a connection that this thread serves. Confined to this thread. */
    private @Nullable EventLoop loop;

    private ConnectionThread(ThreadGroup group, Runnable work, String name) {
        super(group, work, name);
    }

    static ThreadFactory factory(String pool) {
        return new DefaultThreadFactory(pool, true) {
            @Override
            protected Thread newThread(Runnable work, String name) {
                return new ConnectionThread(threadGroup, work, name);
            }
        };
    }

    /** Marks the thread of a loop as one that serves a connection. */
    static void serves(EventLoop loop) {
        loop.execute(() -> {
            if (Thread.currentThread() instanceof ConnectionThread thread) {
                thread.loop = loop;
            }
        });
    }

    /**
     * Returns an executor whose tasks run after the writes that other threads have queued. Returns null if the current
     * thread serves no connection: all its writes are queued.
     */
    public static @Nullable Executor behindOthers() {
        return Thread.currentThread() instanceof ConnectionThread thread ? thread.loop : null;
    }
}
