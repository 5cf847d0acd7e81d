package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.Registration;
import io.sharq.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The callers that wait for jobs of one type, first come, first served.
 *
 * <p>At most one dequeue is on its way, and it asks for what all of them want together. If it finds too little, they
 * sleep until the instant that its answer names, or until the backend tells of an earlier one; nothing polls. News that
 * come while a dequeue is on its way may be newer than its answer, so another follows.
 */
final class TypeWaiters {
    private static final Backoff BACKOFF = Retries.backoff();

    /** What the waiters need of the facade. */
    interface Desk {
        void dequeue(DequeueRequest request, TypeWaiters waiters);

        Delivery delivery(String type, LeasedJob job, long atMicros);

        void giveBack(String type, List<LeasedJob> jobs);

        Registration schedule(Duration delay, Runnable task);

        long nextNonce();

        int maxBatchSize();

        void released(String type, Duration late);
    }

    private final String type;
    private final Desk desk;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private boolean isAsking;
    private boolean hasNews;
    private boolean isAsleep;
    private @Nullable Registration alarm;
    private @Nullable DequeueRequest unclear;
    private @Nullable Throwable lastFailure;
    private int failures;
    private @Nullable Dequeued lastAnswer;

    /** When a queue of the type is known to be ready, by the backend's clock. */
    private long expectedAtMicros = Long.MAX_VALUE;

    TypeWaiters(String type, Desk desk) {
        this.type = type;
        this.desk = desk;
    }

    /** Takes a caller in. */
    synchronized void add(Waiter waiter) {
        waiters.addLast(waiter);
    }

    /** Begins its wait. It asks the backend only if nothing is known yet of when a queue is ready. */
    void begin(Waiter waiter, Duration longest) {
        Registration deadline = desk.schedule(longest, () -> expire(waiter));
        CompletableFuture<?> unused = waiter.answer.whenComplete((answer, failure) -> {
            deadline.close();
            leave(waiter);
        });
        ask(false);
    }

    private synchronized void leave(Waiter waiter) {
        waiters.remove(waiter);
    }

    /** While the backend is away, the truth is not that nothing was ready. */
    private void expire(Waiter waiter) {
        Throwable failure;
        Dequeued answer;
        synchronized (this) {
            failure = lastFailure;
            answer = lastAnswer;
        }
        if (failure != null) {
            waiter.answer.completeExceptionally(failure);
        } else if (answer != null) {
            waiter.answer.complete(new Dequeued(List.of(), answer.nextReadyAt(), answer.at()));
        } else {
            waiter.answer.completeExceptionally(new BackendException(
                    Outcome.UNKNOWN, "dequeue from " + type, "no answer while the wait lasted", null));
        }
    }

    /** Whether nothing would be lost with it: a call of unclear outcome is still to be made again. */
    synchronized boolean isEmpty() {
        return waiters.isEmpty() && !isAsking && unclear == null;
    }

    /** A queue may be ready earlier than was known. */
    void news(long atMicros) {
        synchronized (this) {
            expectedAtMicros = Math.min(expectedAtMicros, atMicros);
        }
        news();
    }

    /** The backend may have told of a queue, and nobody heard it. */
    void news() {
        desk.schedule(Duration.ZERO, () -> ask(true));
    }

    /** Ends every wait with an empty answer. */
    void close(Dequeued empty) {
        List<Waiter> all;
        synchronized (this) {
            all = List.copyOf(waiters);
        }
        all.forEach(waiter -> waiter.answer.complete(empty));
    }

    private void ask(boolean isNews) {
        DequeueRequest request;
        synchronized (this) {
            if (isAsking) {
                hasNews |= isNews;
                return;
            }
            Waiter first = waiters.peekFirst();
            if (first == null) {
                // What the alarm or the news would have told is told to nobody: whoever comes next must ask.
                wakeUp();
                return;
            }
            if (isAsleep && !isNews) {
                return;
            }
            wakeUp();
            isAsking = true;
            request = unclear != null ? unclear : request(first);
            unclear = null;
        }
        desk.dequeue(request, this);
    }

    private void wakeUp() {
        isAsleep = false;
        if (alarm != null) {
            alarm.close();
            alarm = null;
        }
    }

    private DequeueRequest request(Waiter first) {
        int count = 0;
        for (Waiter waiter : waiters) {
            if (waiter != first && !waiter.canShareCallWith(first)) {
                break;
            }
            count += waiter.count;
            if (waiter == first && !first.canShareCallWith(first)) {
                break;
            }
        }
        int asked = Math.min(count, Math.max(first.count, desk.maxBatchSize()));
        return new DequeueRequest(type, first.from, asked, first.leaseMicros, desk.nextNonce());
    }

    void answered(DequeueRequest request, DequeueReply reply) {
        long atMicros = reply.stamp().atMicros();
        List<LeasedJob> left = new ArrayList<>(reply.jobs());
        Optional<Instant> next = Micros.toInstant(reply.nextReadyAtMicros());
        Dequeued answer = new Dequeued(List.of(), next, Micros.toInstant(atMicros));
        long lateMicros;
        synchronized (this) {
            lateMicros = left.isEmpty() ? -1 : atMicros - expectedAtMicros;
            expectedAtMicros = Long.MAX_VALUE;
            lastAnswer = answer;
            lastFailure = null;
            failures = 0;
        }
        if (lateMicros >= 0) {
            desk.released(type, Micros.toDuration(lateMicros));
        }
        while (!left.isEmpty()) {
            Waiter taker = takeFirst(request);
            if (taker == null) {
                desk.giveBack(type, left);
                left = List.of();
            } else {
                hand(left, taker, answer, atMicros);
            }
        }
        sleepOrAsk(request, reply);
    }

    /** Only callers whose options the request had may have its jobs. */
    private synchronized @Nullable Waiter takeFirst(DequeueRequest request) {
        for (Waiter waiter : waiters) {
            if (!waiter.isOver() && waiter.leaseMicros == request.leaseMicros()) {
                waiters.remove(waiter);
                return waiter;
            }
        }
        return null;
    }

    /** A caller that has gone meanwhile takes nothing: its jobs stay for the next one. */
    private void hand(List<LeasedJob> left, Waiter taker, Dequeued answer, long atMicros) {
        List<LeasedJob> share = left.subList(0, Math.min(taker.count, left.size()));
        List<Delivery> deliveries =
                share.stream().map(job -> desk.delivery(type, job, atMicros)).toList();
        if (taker.answer.complete(new Dequeued(deliveries, answer.nextReadyAt(), answer.at()))) {
            share.clear();
        }
    }

    private void sleepOrAsk(DequeueRequest request, DequeueReply reply) {
        boolean isSatisfied = reply.jobs().size() == request.count();
        boolean asksAgain;
        synchronized (this) {
            isAsking = false;
            asksAgain = hasNews || isSatisfied;
            hasNews = false;
            if (!asksAgain && !waiters.isEmpty()) {
                isAsleep = true;
                if (reply.nextReadyAtMicros().isPresent()) {
                    expectedAtMicros =
                            Math.min(expectedAtMicros, reply.nextReadyAtMicros().getAsLong());
                    long sleep = reply.nextReadyAtMicros().getAsLong()
                            - reply.stamp().atMicros();
                    alarm = desk.schedule(Micros.toDuration(Math.max(0, sleep)), () -> ask(true));
                }
            }
        }
        if (asksAgain) {
            ask(true);
        }
    }

    /** An outcome that is not clear is asked for again under the same nonce, which gets the same leases again. */
    void failed(DequeueRequest request, Throwable failure) {
        boolean isFinal = !(failure instanceof BackendException backend) || backend.outcome() == Outcome.REJECTED;
        List<Waiter> over = List.of();
        synchronized (this) {
            isAsking = false;
            hasNews = false;
            if (isFinal) {
                over = List.copyOf(waiters);
            } else {
                lastFailure = failure;
                unclear =
                        failure instanceof BackendException lost && lost.outcome() == Outcome.UNKNOWN ? request : null;
                isAsleep = true;
                alarm = desk.schedule(BACKOFF.after(++failures), () -> ask(true));
            }
        }
        over.forEach(waiter -> waiter.answer.completeExceptionally(failure));
    }
}
