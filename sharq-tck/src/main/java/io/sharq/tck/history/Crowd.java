package io.sharq.tck.history;

import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that use one backend at once, each on a thread of its own, until no job is left. */
public final class Crowd {
    private static final int CLIENTS = 6;

    private final History history;
    private final String type;
    private final long seed;
    private final AtomicInteger jobsLeft = new AtomicInteger();

    /**
     * A crowd.
     *
     * @param backend what they use
     * @param type the queue type
     * @param seed what each does is made from it
     */
    public Crowd(Backend backend, String type, long seed) {
        this.history = new History(backend);
        this.type = type;
        this.seed = seed;
    }

    /** Lets them loose, and waits until all jobs have ended. */
    public void run() {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            together(threads, client -> client::play);
            for (String queue : Client.QUEUES) {
                history.call(Backend::pause, new PauseRequest(type, queue, false));
                history.call(
                        Backend::configure,
                        new ConfigureRequest(new QueueKey(type, queue), QueueChange.interval(0), null, null, false));
            }
            together(threads, client -> client::drain);
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Part {
        Runnable of(Client client);
    }

    private void together(ExecutorService threads, Part part) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            running.add(threads.submit(part.of(new Client(history, type, i, seed, jobsLeft))));
        }
        try {
            for (Future<?> client : running) {
                client.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed", e.getCause());
        }
    }

    /**
     * What they did.
     *
     * @return the history
     */
    public History history() {
        return history;
    }
}
