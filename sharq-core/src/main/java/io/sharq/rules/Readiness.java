package io.sharq.rules;

import io.sharq.api.Blocker;

/**
 * Rules 2, 3, 6, 7 and 15: the instant at which a queue may release its next job, and the reason why it does not
 * release one now.
 */
public final class Readiness {
    /** The instant of a release that requires an event, not only the passing of time. */
    public static final long NEVER = Long.MAX_VALUE;

    private Readiness() {}

    /**
     * Rule 2: the earliest instant that the spacing allows.
     *
     * @param lastReleaseMicros the last release, 0 if there was none
     * @param intervalMicros the interval in force
     * @return the instant, 0 for no bound
     */
    public static long spaced(long lastReleaseMicros, long intervalMicros) {
        return lastReleaseMicros == 0 ? 0 : lastReleaseMicros + intervalMicros;
    }

    /**
     * The earliest instant that spacing, hold and a failed job's delay allow, regardless of the jobs in the queue.
     *
     * @param queue the queue
     * @return the instant, 0 for no bound
     */
    public static long floor(QueueFacts queue) {
        long spaced = spaced(queue.lastReleaseMicros(), queue.intervalMicros());
        return Math.max(Math.max(spaced, queue.heldUntilMicros()), queue.retryAtMicros());
    }

    /**
     * The instant from which the queue may release a job if nothing but time passes.
     *
     * @param queue the queue
     * @return the instant, or {@link #NEVER} if an event is required first
     */
    public static long next(QueueFacts queue) {
        if (queue.paused() || isEmpty(queue) || hasOrderedActive(queue) || isAtCap(queue)) {
            return NEVER;
        }
        long floor = floor(queue);
        return queue.queued() > 0 ? floor : Math.max(floor, queue.earliestDueMicros());
    }

    /**
     * Rule 4: the instant since which a queue counts as ready. It determines the turns of the queues of a type.
     *
     * @param previousMicros the instant that it had before this change, {@link #NEVER} if none or if the queue has just
     *     been served
     * @param nextMicros the result of {@link #next} after this change
     * @param nowMicros the steady time
     * @return the instant, {@link #NEVER} if the queue is not in turn
     */
    public static long since(long previousMicros, long nextMicros, long nowMicros) {
        if (nextMicros > nowMicros) {
            return nextMicros;
        }
        return Math.min(previousMicros, nowMicros);
    }

    /**
     * The reason why the queue releases nothing now. If several instants must pass, the last one determines it.
     *
     * @param queue the queue
     * @param typePaused whether its type is paused
     * @param nowMicros the steady time
     * @return the reason
     */
    public static Blocker blocker(QueueFacts queue, boolean typePaused, long nowMicros) {
        if (queue.paused() || typePaused) {
            return Blocker.PAUSE;
        }
        if (isEmpty(queue)) {
            return Blocker.EMPTY;
        }
        if (hasOrderedActive(queue)) {
            return Blocker.ORDER;
        }
        if (isAtCap(queue)) {
            return Blocker.CONCURRENCY;
        }
        long next = next(queue);
        if (next <= nowMicros) {
            return Blocker.NONE;
        }
        if (next == queue.heldUntilMicros()) {
            return Blocker.HOLD;
        }
        if (next == queue.retryAtMicros()) {
            return Blocker.ORDER;
        }
        return next == floor(queue) ? Blocker.SPACING : Blocker.DELAY;
    }

    private static boolean isEmpty(QueueFacts queue) {
        return queue.queued() == 0 && queue.earliestDueMicros() == NEVER;
    }

    private static boolean hasOrderedActive(QueueFacts queue) {
        return queue.ordered() && queue.active() > 0;
    }

    private static boolean isAtCap(QueueFacts queue) {
        return queue.concurrency() > 0 && queue.active() >= queue.concurrency();
    }
}
