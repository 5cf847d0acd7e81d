package io.sharq.benchmarks.load;

/**
 * The time at which a store did something, in microseconds of one clock. It is an instant if the store reports it, else
 * the span from the sending of the request to the response.
 *
 * @param fromMicros the earliest
 * @param toMicros the latest
 */
public record Window(long fromMicros, long toMicros) {
    /**
     * An instant.
     *
     * @param micros microseconds
     * @return a span without length
     */
    public static Window at(long micros) {
        return new Window(micros, micros);
    }
}
