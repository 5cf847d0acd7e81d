package io.sharq.api;

/** What ends a listener's registration. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Ends it; later calls change nothing. */
    @Override
    void close();
}
