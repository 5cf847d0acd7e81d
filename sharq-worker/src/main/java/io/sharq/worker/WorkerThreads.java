package io.sharq.worker;

import java.util.concurrent.ThreadFactory;

/** Threads for loops: virtual ones where the JDK has them, which this is compiled without. */
final class WorkerThreads {
    private static final ThreadFactory FACTORY = factory();

    private WorkerThreads() {}

    static void start(String name, Runnable task) {
        Thread thread = FACTORY.newThread(task);
        thread.setName(name);
        thread.start();
    }

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
