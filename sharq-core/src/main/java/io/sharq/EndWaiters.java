package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Outcome;
import io.sharq.api.Registration;
import io.sharq.time.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The callers that wait for the end of one job. They share its reads: at most one is in flight. Thread-safe.
 *
 * <p>A read is sent when a caller comes, after a notification, and when a caller's time is up. It answers the callers that
 * came before it was sent: all of them if the job has ended, else those whose time is up. If something happens while a
 * read is in flight, another one follows it.
 */
final class EndWaiters {
    private static final Backoff BACKOFF = Retries.backoff();

    /** The services of the facade that the waiters use. */
    interface Desk {
        /** Reads the job, and has its end notified. Calls {@link #found} or {@link #failed} with the result. */
        void read(JobKey job, long number, EndWaiters waiters);

        Registration schedule(Duration delay, Runnable task);
    }

    private final JobKey job;
    private final Desk desk;
    private final Set<EndWaiter> waiting = new LinkedHashSet<>();

    /** The number of reads sent so far. */
    private long sent;

    private boolean isReading;

    /** Whether another read must follow the one in flight. */
    private boolean mustReadAgain;

    private int failures;
    private @Nullable Registration retry;

    EndWaiters(JobKey job, Desk desk) {
        this.job = job;
        this.desk = desk;
    }

    synchronized void add(EndWaiter waiter) {
        waiter.after = sent;
        waiting.add(waiter);
    }

    /** Starts a caller's wait. */
    void begin(EndWaiter waiter, Duration longest) {
        CompletableFuture<?> left = waiter.answer.whenComplete((answer, failure) -> leave(waiter));
        Registration deadline = desk.schedule(longest, () -> timeIsUp(waiter));
        CompletableFuture<?> unused = left.whenComplete((answer, failure) -> deadline.close());
        read();
    }

    private synchronized void leave(EndWaiter waiter) {
        waiting.remove(waiter);
        if (waiting.isEmpty() && retry != null) {
            retry.close();
            retry = null;
        }
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty() && !isReading;
    }

    /** Reports that the job may have ended. Returns at once. */
    void notified() {
        desk.schedule(Duration.ZERO, this::read);
    }

    /** Ends every wait: the next read answers all callers. */
    void hurry() {
        synchronized (this) {
            waiting.forEach(this::beTimeUp);
        }
        read();
    }

    private void timeIsUp(EndWaiter waiter) {
        synchronized (this) {
            if (!waiting.contains(waiter)) {
                return;
            }
            beTimeUp(waiter);
        }
        read();
    }

    private void beTimeUp(EndWaiter waiter) {
        if (!waiter.isTimeUp) {
            waiter.isTimeUp = true;
            waiter.after = sent;
        }
    }

    /** Sends a read, or has one follow that in flight. */
    private void read() {
        long number;
        synchronized (this) {
            if (waiting.isEmpty()) {
                return;
            }
            if (isReading) {
                mustReadAgain = true;
                return;
            }
            if (retry != null) {
                retry.close();
                retry = null;
            }
            isReading = true;
            number = ++sent;
        }
        desk.read(job, number, this);
    }

    /** Handles the response to a read. */
    void found(long number, Optional<JobDescription> found) {
        boolean hasEnded = found.isEmpty() || hasEnded(found.get().state());
        answer(number, waiter -> hasEnded || waiter.isTimeUp, waiter -> waiter.answer.complete(found), false);
    }

    private static boolean hasEnded(JobState state) {
        return state == JobState.FINISHED || state == JobState.DEAD;
    }

    /** Handles a failed read. A refusal fails the callers. After any other failure, it is repeated while they wait. */
    void failed(long number, Throwable failure) {
        boolean isTransient = failure instanceof BackendException known && known.outcome() != Outcome.REJECTED;
        answer(
                number,
                waiter -> waiter.isTimeUp || !isTransient,
                waiter -> waiter.answer.completeExceptionally(failure),
                isTransient);
    }

    private void answer(long number, Predicate<EndWaiter> isAnswered, Consumer<EndWaiter> answer, boolean mustRetry) {
        List<EndWaiter> answered = new ArrayList<>();
        boolean readsAgain;
        synchronized (this) {
            isReading = false;
            for (Iterator<EndWaiter> each = waiting.iterator(); each.hasNext(); ) {
                EndWaiter waiter = each.next();
                if (waiter.after < number && isAnswered.test(waiter)) {
                    each.remove();
                    answered.add(waiter);
                }
            }
            failures = mustRetry ? failures + 1 : 0;
            readsAgain = mustReadAgain && !mustRetry;
            if (mustRetry && !waiting.isEmpty()) {
                retry = desk.schedule(BACKOFF.after(failures), this::read);
            }
            mustReadAgain = false;
        }
        if (readsAgain) {
            read();
        }
        answered.forEach(answer);
    }
}
