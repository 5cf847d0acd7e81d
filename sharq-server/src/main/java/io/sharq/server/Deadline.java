package io.sharq.server;

import static io.sharq.config.section.ServerSection.BODY_TIMEOUT;
import static io.sharq.config.section.ServerSection.HEADER_TIMEOUT;
import static io.sharq.config.section.ServerSection.IDLE_TIMEOUT;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The deadline of the current phase of a connection: headers, body, the client's reading of the response, or idleness. With
 * the default bounds no phase that a client can prolong, and no request with its headers and body, lasts longer than 30
 * seconds. The events come from the connection's event loop; {@link #isOver()} is thread-safe.
 */
final class Deadline {
    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final ServerSettings settings;
    private final LongSupplier nanoTime;
    private final long openedNanos;
    private volatile long sinceOpened;
    private boolean isBetweenRequests;

    /** The deadline of a new connection, which is that of the headers of its first request. */
    Deadline(ServerSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.openedNanos = nanoTime.getAsLong();
        lasts(settings.get(HEADER_TIMEOUT));
    }

    /** Bytes arrived. After a response they begin the headers of the next request. */
    void heard() {
        if (isBetweenRequests) {
            isBetweenRequests = false;
            sinceOpened = Math.min(sinceOpened, after(settings.get(HEADER_TIMEOUT)));
        }
    }

    /** The headers of a request are complete; its body may follow. */
    void begun() {
        isBetweenRequests = false;
        lasts(settings.get(BODY_TIMEOUT));
    }

    /** A request is complete. The time that its response takes is the server's, so there is no deadline. */
    void received() {
        sinceOpened = NEVER;
    }

    /** The response to a complete request was sent: the client reads it, and may send another request. */
    void answered() {
        isBetweenRequests = true;
        lasts(settings.get(IDLE_TIMEOUT));
    }

    /** The last response was sent. A client that is still sending gets a moment to read it: closing at once would discard it. */
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
