package io.sharq.server;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.spi.Backend;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a backend on a thread of its own, and retries with backoff while its store is unreachable. A failure with the outcome
 * {@link Outcome#REJECTED}, or one that does not come from the store, is permanent and is not retried. The log says once that
 * the server waits for the store, and once that it is reachable. Thread-safe.
 */
final class Opening implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Supplier<Backend> attempt;
    private final Thread thread = new Thread(this::run, "sharq-store");
    private final CompletableFuture<Backend> opened = new CompletableFuture<>();
    private final CountDownLatch firstAttempt = new CountDownLatch(1);
    private final AtomicBoolean hasWaited = new AtomicBoolean();
    private volatile String reason = "it has not answered yet";

    private Opening(Supplier<Backend> attempt) {
        this.attempt = attempt;
        thread.setDaemon(true);
    }

    /**
     * Begins to open a backend.
     *
     * @param attempt opens it, or fails
     * @param patience how long to wait for the outcome of the first attempt
     * @return the opening, which goes on if the first attempt found no store or has no outcome yet
     * @throws RuntimeException if the first attempt failed for good
     */
    static Opening begin(Supplier<Backend> attempt, Duration patience) {
        Opening opening = new Opening(attempt);
        opening.thread.start();
        try {
            if (!opening.firstAttempt.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                opening.sayWaiting();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Backend unused = opening.opened.getNow(null);
            return opening;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException refusal ? refusal : e;
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!opened.isDone()) {
            try {
                succeeded(attempt.get());
            } catch (RuntimeException | Error e) {
                if (e instanceof BackendException absent && absent.outcome() != Outcome.REJECTED) {
                    reason = absent.problem();
                    sayWaiting();
                } else {
                    opened.completeExceptionally(e);
                }
            }
            firstAttempt.countDown();
            try {
                opened.get(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            } catch (ExecutionException | CancellationException | InterruptedException e) {
                return;
            }
        }
    }

    private void succeeded(Backend backend) {
        if (!opened.complete(backend)) {
            backend.close();
        } else if (hasWaited.get()) {
            LOG.info("The store is there");
        }
    }

    private void sayWaiting() {
        if (!opened.isDone() && !hasWaited.getAndSet(true)) {
            LOG.warn("The store is not there: {}. The server waits for it, and is not ready until then", reason);
        }
    }

    /**
     * The backend.
     *
     * @return completes when it is open, and exceptionally when it was refused for good or this was closed before
     */
    CompletableFuture<Backend> opened() {
        return opened;
    }

    /** Why it is not open yet, in one line without secrets. */
    String reason() {
        return reason;
    }

    /** Stops retrying. An open backend stays open; one that an attempt in flight opens is closed. */
    @Override
    public void close() {
        if (opened.cancel(false)) {
            thread.interrupt();
        }
    }
}
