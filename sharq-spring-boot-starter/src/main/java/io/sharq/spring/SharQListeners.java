package io.sharq.spring;

import io.sharq.api.InvalidValueException;
import io.sharq.time.Alarms;
import io.sharq.worker.Queue;
import io.sharq.worker.Worker;
import io.sharq.worker.WorkerHealth;
import io.sharq.worker.event.WorkerListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The workers of an application: one for each {@link SharQListener} method and for each bean of type
 * {@link io.sharq.worker.Handler}, with loops of its own. Thread-safe.
 *
 * <p>They start after all other beans, web servers included, and stop before them. A stop waits for the batches in hand, all
 * workers at the same time, for at most the property {@code sharq.worker.close-timeout}. Then the requests are given back.
 */
public final class SharQListeners implements SmartLifecycle, SmartInitializingSingleton {
    /** The phase of the lifecycle: the last to start and the first to stop. */
    public static final int PHASE = Integer.MAX_VALUE;

    private final Queue queue;
    private final ListenerProperties properties;
    private final ConfigurableListableBeanFactory beans;
    private final WorkerListener listener;
    private final @Nullable Alarms alarms;

    /** Guarded by this, like the fields below. */
    private @Nullable Map<String, RegisteredHandler> handlers;

    private Map<String, Worker> workers = Map.of();
    private boolean isRunning;

    /**
     * Creates the workers' lifecycle. An application has one, made by the starter.
     *
     * @param queue where requests wait
     * @param properties the properties {@code sharq.listeners.*}
     * @param beans the beans, of which some are handlers or have listeners
     * @param listeners receive the events of all workers
     * @param alarms schedule the renewal of leases, or null for real time
     */
    public SharQListeners(
            Queue queue,
            ListenerProperties properties,
            ConfigurableListableBeanFactory beans,
            List<WorkerListener> listeners,
            @Nullable Alarms alarms) {
        this.queue = queue;
        this.properties = properties;
        this.beans = beans;
        List<WorkerListener> all = List.copyOf(listeners);
        this.listener = event -> all.forEach(each -> each.on(event));
        this.alarms = alarms;
    }

    /**
     * Finds the listeners and handlers, so that one which cannot be used fails the start of the application.
     *
     * @throws InvalidListenerException if one cannot be used
     */
    @Override
    public synchronized void afterSingletonsInstantiated() {
        // With lazy initialization, the lifecycle may have started this bean before.
        if (handlers == null) {
            handlers = RegisteredHandlers.of(beans, properties);
            workers = build(handlers);
        }
    }

    private Map<String, Worker> build(Map<String, RegisteredHandler> all) {
        Map<String, Worker> built = new TreeMap<>();
        all.forEach((name, registered) -> built.put(name, build(registered)));
        return built;
    }

    private Worker build(RegisteredHandler registered) {
        try {
            var builder = Worker.builder(queue).handlers(registered.handler()).listener(listener);
            return (alarms == null ? builder : builder.alarms(alarms)).build();
        } catch (InvalidValueException e) {
            throw new InvalidListenerException(registered.place(), e.field() + ": " + e.fault(), e);
        }
    }

    @Override
    public synchronized void start() {
        if (isRunning) {
            return;
        }
        afterSingletonsInstantiated();
        Map<String, RegisteredHandler> all = handlers == null ? Map.of() : handlers;
        if (workers.isEmpty()) {
            workers = build(all);
        }
        isRunning = true;
        all.forEach((name, registered) -> {
            Worker unused = worker(name).start(registered.concurrency());
        });
    }

    private Worker worker(String name) {
        Worker worker = workers.get(name);
        if (worker == null) {
            throw new IllegalStateException("there is no worker for " + name);
        }
        return worker;
    }

    @Override
    public void stop() {
        Map<String, Worker> stopped;
        synchronized (this) {
            stopped = workers;
            workers = Map.of();
            isRunning = false;
        }
        List<Thread> closing = new ArrayList<>();
        stopped.forEach((name, worker) -> {
            Thread thread = new Thread(worker::close, "sharq-close-" + name);
            thread.start();
            closing.add(thread);
        });
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop(Runnable callback) {
        new Thread(
                        () -> {
                            try {
                                stop();
                            } finally {
                                callback.run();
                            }
                        },
                        "sharq-stop")
                .start();
    }

    @Override
    public synchronized boolean isRunning() {
        return isRunning;
    }

    @Override
    public boolean isAutoStartup() {
        return properties.autoStartup();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /**
     * The workers, for tests that perform requests step by step.
     *
     * @return the workers, in the order of their names; none after a stop
     */
    public synchronized Worker[] workers() {
        return workers.values().toArray(Worker[]::new);
    }

    /**
     * The health of each worker.
     *
     * @return the health, by the name of the listener or handler; empty after a stop
     */
    public synchronized Map<String, WorkerHealth> health() {
        Map<String, WorkerHealth> health = new TreeMap<>();
        workers.forEach((name, worker) -> health.put(name, worker.health()));
        return health;
    }

    @Override
    public synchronized String toString() {
        return "SharQListeners" + workers.keySet();
    }
}
