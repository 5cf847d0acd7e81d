package io.sharq.benchmarks.load;

/**
 * When a store did something, in microseconds of one clock: exactly where the store says it, else between the sending of
 * a call and its answer.
 *
 * @param fromMicros not before
 * @param toMicros not after
 */
record Window(long fromMicros, long toMicros) {
    static Window at(long micros) {
        return new Window(micros, micros);
    }
}
