package io.sharq.worker.execution;

import java.util.concurrent.ThreadFactory;

/** Starts the threads of workers: virtual threads on Java 21 and later, else daemon threads. */
public final class WorkerThreads {
    private static final ThreadFactory FACTORY = factory();

    private WorkerThreads() {}

    /** Starts a thread that does not keep the JVM alive. */
    public static void start(String name, Runnable task) {
        Thread thread = FACTORY.newThread(task);
        thread.setName(name);
        thread.start();
    }

    // By reflection, because this is compiled for Java 17.
    private static ThreadFactory factory() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            return task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
            };
        }
    }
}
