package io.sharq.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections of the server: so many in all, so many from one address, and each with a deadline for what it does now.
 * A client that sends a byte a minute holds none for ever. Thread-safe.
 */
final class Connections {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long MOST_UNSENT = 4 << 20;
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** What one connection does now. */
    static final class Tracked {
        private final HttpConnection connection;
        private final String address;
        private final AtomicLong unsent = new AtomicLong();
        private volatile long deadlineMillis;

        private Tracked(HttpConnection connection, String address) {
            this.connection = connection;
            this.address = address;
        }
    }

    private final ServerSettings.Bounds bounds;
    private final Map<HttpConnection, Tracked> all = new ConcurrentHashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int count;

    Connections(ServerSettings.Bounds bounds) {
        this.bounds = bounds;
    }

    /** Takes a connection in, or closes it if there are too many. */
    void opened(HttpConnection connection) {
        String address = connection.remoteAddress().host();
        Tracked tracked = new Tracked(connection, address == null ? "" : address);
        if (!take(tracked.address)) {
            var unused = connection.close();
            return;
        }
        lasts(tracked, bounds.headerTimeout());
        all.put(connection, tracked);
        connection.closeHandler(closed -> {
            if (all.remove(connection) != null) {
                giveBack(tracked.address);
            }
        });
    }

    private synchronized boolean take(String address) {
        int own = byAddress.getOrDefault(address, 0);
        if (count >= bounds.connections() || own >= bounds.connectionsOfAddress()) {
            return false;
        }
        count++;
        byAddress.put(address, own + 1);
        return true;
    }

    private synchronized void giveBack(String address) {
        count--;
        byAddress.computeIfPresent(address, (any, own) -> own == 1 ? null : own - 1);
    }

    /** A request's headers are there, its body may follow. */
    void begun(HttpConnection connection) {
        lasts(connection, bounds.bodyTimeout());
    }

    /** A request is there as a whole. How long it takes is the server's own business. */
    void received(HttpConnection connection) {
        Tracked tracked = all.get(connection);
        if (tracked != null) {
            tracked.deadlineMillis = NEVER;
        }
    }

    /** An answer went out, another request may follow. */
    void answered(HttpConnection connection) {
        lasts(connection, bounds.idleTimeout());
    }

    /**
     * Whether an answer may go out. Who asks on and reads nothing would fill the memory with answers, and is cut off.
     */
    boolean maySend(HttpConnection connection, int bytes) {
        Tracked tracked = all.get(connection);
        if (tracked == null || tracked.unsent.get() <= MOST_UNSENT) {
            if (tracked != null) {
                tracked.unsent.addAndGet(bytes);
            }
            return true;
        }
        cut(connection);
        return false;
    }

    /** Vert.x would first wait until the client has read what is on its way, which may be never. */
    private static void cut(HttpConnection connection) {
        var unused = ((HttpServerConnection) connection).channelHandlerContext().close();
    }

    /** An answer is out, or never will be. */
    void sent(HttpConnection connection, int bytes) {
        Tracked tracked = all.get(connection);
        if (tracked != null) {
            tracked.unsent.addAndGet(-bytes);
        }
    }

    /** The last answer went out. A client that still sends has a moment to read it: a closed socket would lose it. */
    void closesSoon(HttpConnection connection) {
        lasts(connection, LINGER);
    }

    private void lasts(HttpConnection connection, Duration span) {
        Tracked tracked = all.get(connection);
        if (tracked != null) {
            lasts(tracked, span);
        }
    }

    private static void lasts(Tracked tracked, Duration span) {
        tracked.deadlineMillis = nowMillis() + span.toMillis();
    }

    /** Closes those whose deadline has passed. */
    void sweep() {
        long now = nowMillis();
        for (Iterator<Tracked> each = all.values().iterator(); each.hasNext(); ) {
            Tracked tracked = each.next();
            if (tracked.deadlineMillis < now) {
                cut(tracked.connection);
            }
        }
    }

    private static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }

    int count() {
        return all.size();
    }
}
