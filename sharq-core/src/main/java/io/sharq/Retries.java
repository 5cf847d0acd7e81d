package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.spi.Registration;
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
 * Makes calls again that failed, until one is answered or a span since the first failure is over. The pauses between
 * them grow, and are of random length, so that clients that lost a store at the same instant do not all come back at the
 * same instant. No thread waits. Thread-safe.
 */
final class Retries implements AutoCloseable {
    private static final Backoff BACKOFF = backoff();

    private final Alarms alarms;
    private final Duration span;
    private final Set<Attempts<?>> failing = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /** The pauses of whatever a facade does again by itself. */
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

    /** What an answer means that comes after an answer was lost, since the lost one may have changed something. */
    @FunctionalInterface
    interface Reading<T> {
        T read(T answer, BackendException lost);
    }

    /** For a call that may be made again only if it has surely not been done. */
    <T> CompletableFuture<T> ifNotDone(Supplier<CompletionStage<T>> call) {
        return new Attempts<>(call, null).begin();
    }

    /** For a call that has one effect however often it is made, and the same answer. */
    <T> CompletableFuture<T> always(Supplier<CompletionStage<T>> call) {
        return always(call, (answer, lost) -> answer);
    }

    /** For a call that has one effect however often it is made, but perhaps another answer. */
    <T> CompletableFuture<T> always(Supplier<CompletionStage<T>> call, Reading<T> afterLost) {
        return new Attempts<>(call, afterLost).begin();
    }

    /** Ends the pauses: what was to be called again fails as it last did. */
    @Override
    public void close() {
        isClosed = true;
        failing.forEach(Attempts::giveUp);
    }

    /** One call and its repetitions. Its answer done from outside, which is to say cancelled, ends it. */
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

        /** What the first attempt throws is the caller's own mistake. */
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

        /** Whether it is to be tried again after a pause. */
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

        @SuppressWarnings("IllegalCatch") // Whatever a backend throws, the caller gets an answer.
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

        /** Time is up: an attempt on its way is waited for, and a pause is not. */
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

        /** That the last attempt was surely not done says nothing of the ones before. */
        private static BackendException unclear(BackendException last) {
            return new BackendException(
                    Outcome.UNKNOWN,
                    last.operation(),
                    last.problem() + "; and the answer to an earlier attempt was lost",
                    last);
        }
    }
}
