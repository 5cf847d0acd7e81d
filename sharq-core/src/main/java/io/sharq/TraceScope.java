package io.sharq;

/** The time during which a span is the current one of a thread. Closed by the thread that opened it. */
@FunctionalInterface
public interface TraceScope extends AutoCloseable {
    /** Ends the scope, and makes the span current that was so before. */
    @Override
    void close();
}
