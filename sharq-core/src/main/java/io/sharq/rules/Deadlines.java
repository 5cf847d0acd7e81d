package io.sharq.rules;

import org.jspecify.annotations.Nullable;

/** Rule 23: the deadline of a job. */
public final class Deadlines {
    /** The instant of a job without a deadline. */
    public static final long NONE = Long.MAX_VALUE;

    private Deadlines() {}

    /**
     * The deadline of a job that is enqueued now.
     *
     * @param spanMicros the span from the enqueue, or null for none
     * @param nowMicros the steady time of the enqueue
     * @return the instant, {@link #NONE} if there is none
     */
    public static long at(@Nullable Long spanMicros, long nowMicros) {
        return spanMicros == null ? NONE : nowMicros + spanMicros;
    }

    /**
     * Whether a job may not be released any more. At the instant of its deadline it may not.
     *
     * @param deadlineMicros its deadline, {@link #NONE} if it has none
     * @param nowMicros the steady time
     * @return whether its deadline has passed
     */
    public static boolean hasPassed(long deadlineMicros, long nowMicros) {
        return nowMicros >= deadlineMicros;
    }
}
