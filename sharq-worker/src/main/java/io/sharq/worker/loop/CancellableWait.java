package io.sharq.worker.loop;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The waits of a loop, one at a time. Other threads may cancel the current one. Thread-safe. */
final class CancellableWait {
    private final BooleanSupplier isClosing;
    private final BooleanSupplier endsOnInterrupt;
    private @Nullable CompletableFuture<?> waiting;

    /**
     * Waits that end at once while the loop is closing.
     *
     * @param endsOnInterrupt whether an interrupt ends the loop, and so stays set
     */
    CancellableWait(BooleanSupplier isClosing, BooleanSupplier endsOnInterrupt) {
        this.isClosing = isClosing;
        this.endsOnInterrupt = endsOnInterrupt;
    }

    /** Waits for a result; null if the wait is cancelled or interrupted. */
    <R> @Nullable R join(CompletableFuture<R> wait) throws ExecutionException {
        begin(wait);
        try {
            return wait.get();
        } catch (CancellationException e) {
            return null;
        } catch (InterruptedException e) {
            boolean isCancelled = wait.cancel(false);
            if (endsOnInterrupt.getAsBoolean()) {
                Thread.currentThread().interrupt();
            }
            return isCancelled || wait.isCompletedExceptionally() ? null : wait.join();
        } finally {
            begin(null);
        }
    }

    private synchronized void begin(@Nullable CompletableFuture<?> wait) {
        waiting = wait;
        if (wait != null && isClosing.getAsBoolean()) {
            wait.cancel(false);
        }
    }

    /** Waits for a span, or until the wait is cancelled or interrupted. */
    void pause(Duration span) {
        try {
            Object unused = join(
                    new CompletableFuture<Boolean>().completeOnTimeout(true, span.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a timeout does not fail", e);
        }
    }

    /** Cancels the current wait, if there is one. */
    synchronized void cancel() {
        if (waiting != null) {
            waiting.cancel(false);
        }
    }
}
