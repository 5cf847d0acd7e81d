package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.EpochMicros;
import io.sharq.api.Outcome;
import io.sharq.api.Registration;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import io.sharq.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The callers that wait for jobs of one type, served in the order of their arrival. Thread-safe.
 *
 * <p>A <i>look</i> is a dequeue sent for one caller, with that caller's count, lease and nonce. Its reply is never
 * divided among several callers. Looks are sent in the order of the line, at most {@code window} at a time, not
 * counting last looks. The window starts at one, so that a single request finds out that nothing is ready, however
 * many callers wait. It grows by one with each reply that brings jobs and names another ready queue. Any other reply
 * resets it to one.
 *
 * <pre>
 *                 nothing is ready
 *     LOOKING ───────────────────────► ASLEEP
 *      │   ▲ ▲                            │
 *      │   │ └─ the instant named by a reply, a notification, a reply that reports a ready queue
 *      │   └─── the end of the backoff, a notification, a reply
 *      ▼                                  │
 *     BACKING_OFF ◄──the store failed─────┘
 * </pre>
 *
 * <p>A notification that arrives while a look is in flight may be newer than its reply. Such a reply does not put the
 * line to sleep.
 *
 * <p>If a caller is cancelled while its look is in flight, all its jobs go to the first caller with the same request,
 * or back to their queues. A look of unclear outcome is repeated under its nonce, even if its caller has gone.
 */
final class TypeWaiters {
    private static final Backoff BACKOFF = Retries.backoff();

    /** The most looks in flight, not counting last looks. */
    private static final int WIDEST_WINDOW = 128;

    /** The most looks that one thread sends before another one continues, because it may be a caller's thread. */
    private static final int SENT_AT_ONCE = 256;

    /** The services of the facade that the waiters use. */
    interface Desk {
        /** Sends a look. Calls {@link #answered} or {@link #failed} with the result. */
        void send(Look look, TypeWaiters waiters);

        Delivery delivery(String type, LeasedJob job, long atMicros);

        void giveBack(String type, List<LeasedJob> jobs);

        Registration schedule(Duration delay, Runnable task);

        long nextNonce();

        void released(String type, Duration late);
    }

    private enum State {
        /** Something may be ready: looks are sent. */
        LOOKING,
        /** Nothing is ready before the alarm or a notification. */
        ASLEEP,
        /** The store failed: nothing is sent before the alarm or a notification. */
        BACKING_OFF
    }

    private final String type;
    private final Desk desk;
    private final Line line = new Line();

    /** Requests of unclear outcome whose callers have gone. */
    private final Deque<DequeueRequest> unclaimed = new ArrayDeque<>();

    private State state = State.LOOKING;
    private int window = 1;
    private final Set<Look> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The looks in flight that count against the window. */
    private int lookingInLine;

    private long notifications;
    private boolean isSending;
    private boolean isClosed;
    private @Nullable Registration alarm;
    private long alarmAtMicros = Long.MAX_VALUE;
    private int failures;
    private @Nullable BackendException lastFailure;
    private @Nullable DequeueReply lastReply;

    /** The earliest instant at which a queue of the type is known to be ready, on the backend's clock. */
    private long expectedAtMicros = Long.MAX_VALUE;

    TypeWaiters(String type, Desk desk) {
        this.type = type;
        this.desk = desk;
    }

    /** Adds a caller to the line. */
    synchronized void add(Waiter waiter) {
        line.join(waiter);
    }

    /** Starts a caller's wait. It sends a request only if the next ready instant is unknown. */
    void begin(Waiter waiter, Duration longest) {
        // Registered before the deadline, which may fire at once: a result must find this callback in place.
        CompletableFuture<?> left = waiter.answer.whenComplete((answer, failure) -> leave(waiter));
        Registration deadline = desk.schedule(longest, () -> timeIsUp(waiter));
        CompletableFuture<?> unused = left.whenComplete((answer, failure) -> deadline.close());
        sendLooks();
    }

    private synchronized void leave(Waiter waiter) {
        line.remove(waiter);
        waiter.stage = Waiter.Stage.GONE;
        if (waiter.unclear != null) {
            unclaimed.add(waiter.unclear);
            waiter.unclear = null;
        }
        if (line.isEmpty() && unclaimed.isEmpty()) {
            // No waiters are left: cancel the alarm, so that an alarm for a distant instant does not outlive them.
            beLooking();
        }
    }

    /**
     * Runs at a caller's deadline. If the store has failed, the wait fails. If it is known that nothing is ready, the
     * result is empty. Otherwise the request in flight, or a last one, determines the result.
     */
    private void timeIsUp(Waiter waiter) {
        BackendException failure = null;
        DequeueReply nothing = null;
        synchronized (this) {
            if (waiter.stage == Waiter.Stage.LOOKING) {
                waiter.stage = Waiter.Stage.LAST_LOOK;
                return;
            }
            if (waiter.stage != Waiter.Stage.IN_LINE) {
                return;
            }
            if (lastFailure != null) {
                failure = failureOf(waiter, lastFailure);
            } else if (state == State.ASLEEP) {
                nothing = lastReply;
            }
            if (failure == null && nothing == null) {
                waiter.stage = Waiter.Stage.OVERDUE;
                line.hurry(waiter);
            }
        }
        if (failure != null) {
            waiter.answer.completeExceptionally(failure);
        } else if (nothing != null) {
            waiter.answer.complete(dequeued(nothing, List.of(), waiter));
        } else {
            sendLooks();
        }
    }

    /** The failure to report: {@code NOT_DONE} unless a request of the caller itself has an unclear outcome. */
    private BackendException failureOf(Waiter waiter, BackendException last) {
        return waiter.unclear != null ? unclear(last) : as(Outcome.NOT_DONE, last);
    }

    private BackendException unclear(BackendException last) {
        return as(Outcome.UNKNOWN, last);
    }

    private BackendException as(Outcome outcome, BackendException last) {
        return last.outcome() == outcome ? last : new BackendException(outcome, last.operation(), last.problem(), last);
    }

    /** Whether it can be dropped: no caller waits, and no request is in flight or unclear. */
    synchronized boolean isEmpty() {
        return line.isEmpty() && inFlight.isEmpty() && unclaimed.isEmpty();
    }

    /** Reports that a queue is or will be ready at an instant, perhaps earlier than known before. Returns at once. */
    void notified(long atMicros) {
        synchronized (this) {
            expectedAtMicros = Math.min(expectedAtMicros, atMicros);
        }
        notified();
    }

    /** Reports that notifications may have been lost. Returns at once. */
    void notified() {
        desk.schedule(Duration.ZERO, this::wake);
    }

    private void wake() {
        synchronized (this) {
            notifications++;
            window = 1;
            beLooking();
        }
        sendLooks();
    }

    /** Completes every wait with an empty result and stops sending. */
    void close(Dequeued empty) {
        List<Waiter> all;
        synchronized (this) {
            isClosed = true;
            cancelAlarm();
            all = new ArrayList<>(line.all());
            inFlight.stream().map(Look::waiter).filter(Objects::nonNull).forEach(all::add);
        }
        all.forEach(waiter -> waiter.answer.complete(empty));
    }

    private void beLooking() {
        state = State.LOOKING;
        cancelAlarm();
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.close();
            alarm = null;
        }
        alarmAtMicros = Long.MAX_VALUE;
    }

    /**
     * Sends the looks that may be sent. One thread at a time does so, so that looks are sent in the order of the
     * line.
     */
    private void sendLooks() {
        synchronized (this) {
            if (isSending) {
                return;
            }
            isSending = true;
        }
        for (int sent = 0; sent < SENT_AT_ONCE; sent++) {
            Look look = nextLook();
            if (look == null) {
                return;
            }
            desk.send(look, this);
        }
        synchronized (this) {
            isSending = false;
        }
        desk.schedule(Duration.ZERO, this::sendLooks);
    }

    /** Returns the next look to send. If there is none, it ends the sending and returns null. */
    private synchronized @Nullable Look nextLook() {
        Look look = isClosed ? null : inTurn();
        if (look == null) {
            isSending = false;
        } else {
            inFlight.add(look);
            lookingInLine += look.isLast() ? 0 : 1;
        }
        return look;
    }

    private @Nullable Look inTurn() {
        Waiter overdue = line.takeOverdue();
        if (overdue != null) {
            return look(overdue, Waiter.Stage.LAST_LOOK);
        }
        if (state != State.LOOKING || lookingInLine >= window) {
            return null;
        }
        if (!unclaimed.isEmpty()) {
            return new Look(unclaimed.remove(), null, true, false, notifications);
        }
        Waiter first = line.takeFirst();
        return first == null ? null : look(first, Waiter.Stage.LOOKING);
    }

    private Look look(Waiter waiter, Waiter.Stage stage) {
        waiter.stage = stage;
        boolean isLast = stage == Waiter.Stage.LAST_LOOK;
        DequeueRequest again = waiter.unclear;
        waiter.unclear = null;
        return again != null
                ? new Look(again, waiter, true, isLast, notifications)
                : new Look(
                        new DequeueRequest(
                                type,
                                waiter.from,
                                waiter.count,
                                waiter.leaseMicros,
                                desk.nextNonce(),
                                true,
                                waiter.consumer),
                        waiter,
                        false,
                        isLast,
                        notifications);
    }

    private void landed(Look look) {
        inFlight.remove(look);
        lookingInLine -= look.isLast() ? 0 : 1;
    }

    void answered(Look look, DequeueReply reply) {
        long atMicros = reply.stamp().atMicros();
        List<LeasedJob> jobs = look.isRepeat() ? Look.alive(reply.jobs(), atMicros) : reply.jobs();
        Waiter taker;
        long lateMicros;
        synchronized (this) {
            landed(look);
            lastFailure = null;
            failures = 0;
            lateMicros = lateness(look, reply);
            taker = taker(look, reply, jobs);
            learn(look, reply);
        }
        if (lateMicros >= 0) {
            desk.released(type, Micros.toDuration(lateMicros));
        }
        // Sent before the callers' futures complete, because their callbacks may take long.
        sendLooks();
        while (taker != null && !taker.answer.complete(dequeued(reply, jobs, taker)) && !jobs.isEmpty()) {
            taker = takeLike(look);
        }
        if (taker == null && !jobs.isEmpty()) {
            desk.giveBack(type, jobs);
        }
    }

    /** Returns the caller to complete, or null if no job came and the look's own caller keeps waiting. */
    private @Nullable Waiter taker(Look look, DequeueReply reply, List<LeasedJob> jobs) {
        Waiter own = look.waiter();
        if (own == null || own.answer.isDone()) {
            return jobs.isEmpty() ? null : takeLike(look);
        }
        if (!jobs.isEmpty()) {
            return own;
        }
        if (!own.isTimeUp()) {
            putBack(own);
            return null;
        }
        if (reply.jobs().isEmpty()) {
            return own;
        }
        // All leases of the reply have ended meanwhile, so it is unknown what is ready now.
        own.stage = Waiter.Stage.OVERDUE;
        line.hurry(own);
        return null;
    }

    private synchronized @Nullable Waiter takeLike(Look look) {
        return isClosed ? null : line.takeLike(look.request());
    }

    private void putBack(Waiter waiter) {
        waiter.stage = Waiter.Stage.IN_LINE;
        line.putBack(waiter);
    }

    private Dequeued dequeued(DequeueReply reply, List<LeasedJob> jobs, Waiter waiter) {
        long atMicros = reply.stamp().atMicros();
        List<Delivery> deliveries =
                jobs.stream().map(job -> desk.delivery(type, job, atMicros)).toList();
        Optional<Instant> next =
                jobs.size() < waiter.count ? EpochMicros.toInstant(reply.nextReadyAtMicros()) : Optional.empty();
        return new Dequeued(deliveries, next, EpochMicros.toInstant(atMicros));
    }

    /** The lateness of the jobs in microseconds, negative if unknown. */
    private long lateness(Look look, DequeueReply reply) {
        if (look.isRepeat()) {
            return -1;
        }
        boolean isLate = !reply.jobs().isEmpty() && reply.stamp().atMicros() >= expectedAtMicros;
        long lateMicros = isLate ? reply.stamp().atMicros() - expectedAtMicros : -1;
        if (isLate || look.notifications() == notifications) {
            expectedAtMicros = Long.MAX_VALUE;
        }
        return lateMicros;
    }

    /**
     * Applies a reply to the state of the type: something is ready, nothing is ready until an instant, or neither is
     * known.
     */
    private void learn(Look look, DequeueReply reply) {
        if (look.isRepeat()) {
            beLooking();
            return;
        }
        lastReply = reply;
        OptionalLong next = reply.nextReadyAtMicros();
        boolean isMoreReady =
                next.isPresent() && next.getAsLong() <= reply.stamp().atMicros();
        if (isMoreReady && !reply.jobs().isEmpty()) {
            window = Math.min(window + 1, WIDEST_WINDOW);
            beLooking();
            return;
        }
        window = 1;
        if (look.notifications() != notifications || line.hasUnclear() || !unclaimed.isEmpty()) {
            beLooking();
        } else {
            sleep(reply);
        }
    }

    private void sleep(DequeueReply reply) {
        if (line.isEmpty()) {
            // An alarm would have no caller to wake. The next caller sends a look of its own.
            beLooking();
            return;
        }
        if (state != State.ASLEEP) {
            cancelAlarm();
            state = State.ASLEEP;
        }
        if (reply.nextReadyAtMicros().isEmpty() || isClosed) {
            return;
        }
        long nextMicros = reply.nextReadyAtMicros().getAsLong();
        expectedAtMicros = Math.min(expectedAtMicros, nextMicros);
        if (nextMicros < alarmAtMicros) {
            cancelAlarm();
            alarmAtMicros = nextMicros;
            long sleepMicros = Math.max(0, nextMicros - reply.stamp().atMicros());
            alarm = desk.schedule(Micros.toDuration(sleepMicros), this::wake);
        }
    }

    /** Handles a failed look. A refusal fails only its own caller. After any other failure, the line backs off. */
    void failed(Look look, Throwable failure) {
        Waiter own = look.waiter();
        Throwable told = failure;
        synchronized (this) {
            landed(look);
            window = 1;
            if (failure instanceof BackendException known && known.outcome() != Outcome.REJECTED) {
                lastFailure = known;
                boolean isUnclear = look.isRepeat() || known.outcome() == Outcome.UNKNOWN;
                told = isUnclear ? unclear(known) : known;
                if (own != null && !own.answer.isDone() && !own.isTimeUp()) {
                    own.unclear = isUnclear ? look.request() : null;
                    putBack(own);
                    own = null;
                } else if (isUnclear) {
                    unclaimed.add(look.request());
                }
                backOff();
            }
        }
        sendLooks();
        if (own != null) {
            own.answer.completeExceptionally(told);
        }
    }

    private void backOff() {
        if (state == State.BACKING_OFF || isClosed) {
            return;
        }
        cancelAlarm();
        if (line.isEmpty() && unclaimed.isEmpty()) {
            state = State.LOOKING;
            return;
        }
        state = State.BACKING_OFF;
        alarm = desk.schedule(BACKOFF.after(++failures), this::wake);
    }
}
