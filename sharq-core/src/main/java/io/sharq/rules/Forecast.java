package io.sharq.rules;

/** The earliest instant at which a job that waits can be released, if nothing changes (rules 2, 5 and 15). */
public final class Forecast {
    private Forecast() {}

    /**
     * The earliest release of a queued job.
     *
     * @param queue its queue
     * @param position the number of queued jobs that leave before it
     * @param nowMicros the steady time
     * @return the instant
     */
    public static long queued(QueueFacts queue, long position, long nowMicros) {
        return Math.max(nowMicros, Readiness.floor(queue)) + position * queue.intervalMicros();
    }

    /**
     * The earliest release of a scheduled job. It may overtake every queued job once it is due.
     *
     * @param queue its queue
     * @param dueMicros the instant at which it is due
     * @param nowMicros the steady time
     * @return the instant
     */
    public static long scheduled(QueueFacts queue, long dueMicros, long nowMicros) {
        return Math.max(dueMicros, Math.max(nowMicros, Readiness.floor(queue)));
    }
}
