package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.api.Registration;
import io.sharq.time.Alarms;
import io.sharq.time.Backoff;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Retries failed calls until one succeeds or a span since the first failure has passed. The pauses grow and are
 * randomized, so that clients that lost a store at the same instant do not retry at the same instant. No thread
 * blocks. Thread-safe.
 */
final class Retries implements AutoCloseable {
    private static final Backoff BACKOFF = backoff();

    private final Alarms alarms;
    private final Duration span;
    private final Set<Attempts<?>> failing = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /** The backoff of everything that a facade retries on its own. */
    static Backoff backoff() {
        return new Backoff(
                Duration.ofMillis(10),
                Duration.ofSeconds(1),
                () -> ThreadLocalRandom.current().nextLong());
    }

    Retries(Alarms alarms, Duration span) {
        this.alarms = alarms;
        this.span = span;
    }

    /** Interprets a response that follows a lost one, since the lost attempt may have changed something. */
    @FunctionalInterface
    interface Reading<T> {
        T read(T answer, BackendException lost);
    }

    /** Retries a call only after failures that say it was not done. */
    <T> CompletableFuture<T> ifNotDone(Supplier<CompletionStage<T>> call) {
        return new Attempts<>(call, null).begin();
    }

    /** Retries an idempotent call that returns the same response each time. */
    <T> CompletableFuture<T> always(Supplier<CompletionStage<T>> call) {
        return always(call, (answer, lost) -> answer);
    }

    /** Retries an idempotent call whose response may differ after a lost attempt. */
    <T> CompletableFuture<T> always(Supplier<CompletionStage<T>> call, Reading<T> afterLost) {
        return new Attempts<>(call, afterLost).begin();
    }

    /** Cancels scheduled retries. Their calls fail with their last failure. */
    @Override
    public void close() {
        isClosed = true;
        failing.forEach(Attempts::giveUp);
    }

    /** A call and its retries. Completing the future from outside, by cancelling it, ends them. */
    private final class Attempts<T> {
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final Supplier<CompletionStage<T>> call;
        private final @Nullable Reading<T> afterLost;
        private @Nullable BackendException last;
        private @Nullable BackendException lost;
        private @Nullable Registration deadline;
        private @Nullable Registration next;
        private int failures;
        private boolean isOver = span.isZero();

        Attempts(Supplier<CompletionStage<T>> call, @Nullable Reading<T> afterLost) {
            this.call = call;
            this.afterLost = afterLost;
        }

        /**
         * Sends the first attempt. An exception that it throws, rather than returns, is a mistake of the caller and
         * propagates.
         */
        CompletableFuture<T> begin() {
            await(call.get());
            return answer;
        }

        private void await(CompletionStage<T> stage) {
            CompletionStage<?> unused = stage.whenComplete((value, failure) -> {
                if (failure == null) {
                    answered(value);
                } else {
                    failed(Causes.of(failure));
                }
            });
        }

        private void answered(T value) {
            BackendException unanswered = lost();
            if (unanswered == null || afterLost == null) {
                answer.complete(value);
                return;
            }
            try {
                answer.complete(afterLost.read(value, unanswered));
            } catch (BackendException unclear) {
                answer.completeExceptionally(unclear);
            }
        }

        private synchronized @Nullable BackendException lost() {
            return lost;
        }

        private void failed(Throwable failure) {
            if (!(failure instanceof BackendException known)) {
                answer.completeExceptionally(failure);
            } else if (!waits(known)) {
                giveUp();
            }
        }

        /** Schedules a retry if one is allowed. Returns false if the call must fail now. */
        private boolean waits(BackendException failure) {
            boolean isFirst;
            synchronized (this) {
                isFirst = last == null;
                last = failure;
                if (failure.outcome() == Outcome.UNKNOWN) {
                    lost = failure;
                }
                if (isOver || answer.isDone() || !maySend(failure.outcome())) {
                    return false;
                }
                if (isFirst) {
                    deadline = alarms.schedule(span, this::end);
                }
                next = alarms.schedule(BACKOFF.after(++failures), this::again);
            }
            if (isFirst) {
                failing.add(this);
                CompletableFuture<?> unused = answer.whenComplete((value, gone) -> forget());
            }
            return !isClosed;
        }

        private boolean maySend(Outcome outcome) {
            return outcome == Outcome.NOT_DONE || (outcome == Outcome.UNKNOWN && afterLost != null);
        }

        @SuppressWarnings("IllegalCatch") // Whatever a backend throws, the caller's future completes.
        private void again() {
            synchronized (this) {
                next = null;
            }
            if (answer.isDone()) {
                return;
            }
            try {
                await(call.get());
            } catch (Throwable e) {
                failed(e);
            }
        }

        /** Runs at the deadline. An in-flight attempt may finish; a scheduled retry is cancelled. */
        private void end() {
            boolean isPausing;
            synchronized (this) {
                isOver = true;
                isPausing = next != null;
            }
            if (isPausing) {
                giveUp();
            }
        }

        private void forget() {
            failing.remove(this);
            synchronized (this) {
                if (next != null) {
                    next.close();
                }
                if (deadline != null) {
                    deadline.close();
                }
            }
        }

        private void giveUp() {
            BackendException failure;
            synchronized (this) {
                failure = last == null || lost == null || last.outcome() == Outcome.UNKNOWN ? last : unclear(last);
            }
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        }

        /**
         * Converts the last failure to {@code UNKNOWN}: an earlier attempt may have been done although the last one
         * was not.
         */
        private static BackendException unclear(BackendException last) {
            return new BackendException(
                    Outcome.UNKNOWN,
                    last.operation(),
                    last.problem() + "; and the answer to an earlier attempt was lost",
                    last);
        }
    }
}
