package io.sharq.redis.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a link's own. One that serves a connection writes at once what it sends, and so before what other threads
 * have sent, which comes to it as a task.
 */
public final class ConnectionThread extends FastThreadLocalThread {
    /** Of this thread alone. */
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

    /** The thread of this loop serves a connection. */
    static void serves(EventLoop loop) {
        loop.execute(() -> {
            if (Thread.currentThread() instanceof ConnectionThread thread) {
                thread.loop = loop;
            }
        });
    }

    /** What the current thread can do as a task of its own, behind those of others; null if all that it sends is a task. */
    public static @Nullable Executor behindOthers() {
        return Thread.currentThread() instanceof ConnectionThread thread ? thread.loop : null;
    }
}
