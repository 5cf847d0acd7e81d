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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/** Clients that use one backend concurrently, each on its own thread, until no job is left. */
public final class Crowd {
    private static final int CLIENTS = 6;

    private final History history;
    private final String type;
    private final long seed;
    private final Ways ways;
    private final AtomicLong nonces = new AtomicLong();

    /**
     * How the clients behave.
     *
     * @param leaseMicros the length of their leases
     * @param retentionMicros how long the jobs that they finish are remembered
     * @param goesOn whether a client does another round, given the number of rounds done
     */
    public record Ways(long leaseMicros, long retentionMicros, IntPredicate goesOn) {
        /** A short run, with leases that outlast it. */
        static final Ways SHORT = new Ways(600_000_000, 0, round -> round < 120);
    }

    /**
     * A crowd for a short run on a backend that never fails.
     *
     * @param backend the backend
     * @param type the queue type
     * @param seed the seed of the clients' calls
     */
    public Crowd(Backend backend, String type, long seed) {
        this(new History(backend), type, seed, Ways.SHORT);
    }

    /**
     * A crowd.
     *
     * @param history records their calls
     * @param type the queue type
     * @param seed the seed of the clients' calls
     * @param ways how the clients behave
     */
    public Crowd(History history, String type, long seed, Ways ways) {
        this.history = history;
        this.type = type;
        this.seed = seed;
        this.ways = ways;
    }

    /**
     * The queues that they use.
     *
     * @return the ids
     */
    public static List<String> queues() {
        return Client.QUEUES;
    }

    /** Runs the clients, and returns when all jobs have ended. */
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
            running.add(threads.submit(part.of(new Client(history, type, i, seed, ways, nonces::incrementAndGet))));
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
     * The recorded calls.
     *
     * @return the history
     */
    public History history() {
        return history;
    }
}
