package io.sharq.server;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Until when one connection may go on with what it does now: its headers, its body, the reading of its answer, or idleness.
 * With the default bounds no phase that a client can draw out, and no request with its headers and body, lasts longer than 30
 * seconds. The events come from the connection's event loop; {@link #isOver()} may be called by any thread.
 */
final class Deadline {
    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final ServerSettings.Bounds bounds;
    private final LongSupplier nanoTime;
    private final long openedNanos;
    private volatile long sinceOpened;
    private boolean isBetweenRequests;

    /** The deadline of a connection that is open now: that of its first request's headers. */
    Deadline(ServerSettings.Bounds bounds, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.nanoTime = nanoTime;
        this.openedNanos = nanoTime.getAsLong();
        lasts(bounds.headerTimeout());
    }

    /** Some bytes came. After an answer they begin the next request's headers. */
    void heard() {
        if (isBetweenRequests) {
            isBetweenRequests = false;
            sinceOpened = Math.min(sinceOpened, after(bounds.headerTimeout()));
        }
    }

    /** A request's headers are there, its body may follow. */
    void begun() {
        isBetweenRequests = false;
        lasts(bounds.bodyTimeout());
    }

    /** A request is there as a whole. How long its answer takes is the server's own business. */
    void received() {
        sinceOpened = NEVER;
    }

    /** An answer to a whole request went out: the client reads it, and may send another request. */
    void answered() {
        isBetweenRequests = true;
        lasts(bounds.idleTimeout());
    }

    /** The last answer went out. A client that still sends has a moment to read it: a closed socket would lose it. */
    void closesSoon() {
        isBetweenRequests = false;
        lasts(LINGER);
    }

    boolean isOver() {
        return elapsed() > sinceOpened;
    }

    private void lasts(Duration span) {
        sinceOpened = after(span);
    }

    private long after(Duration span) {
        return elapsed() + span.toNanos();
    }

    private long elapsed() {
        return nanoTime.getAsLong() - openedNanos;
    }
}
