package io.sharq.server;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The connections of the server: so many in all, so many from one address, and each with a deadline for what it does now.
 * A client that sends a byte a minute holds none for ever. Thread-safe.
 */
final class Connections {
    private static final long MOST_UNSENT = 4 << 20;

    /** What one connection does now. */
    static final class Tracked {
        private final HttpConnection connection;
        private final String address;
        private final Deadline deadline;
        private final AtomicLong unsent = new AtomicLong();

        private Tracked(HttpConnection connection, String address, Deadline deadline) {
            this.connection = connection;
            this.address = address;
            this.deadline = deadline;
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
        Tracked tracked =
                new Tracked(connection, address == null ? "" : address, new Deadline(bounds, System::nanoTime));
        if (!take(tracked.address)) {
            var unused = connection.close();
            return;
        }
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

    /** Moves a connection's deadline on. */
    void now(HttpConnection connection, Consumer<Deadline> event) {
        Tracked tracked = all.get(connection);
        if (tracked != null) {
            event.accept(tracked.deadline);
        }
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
        var unused = Channels.of(connection).close();
    }

    /** An answer is out, or never will be. */
    void sent(HttpConnection connection, int bytes) {
        Tracked tracked = all.get(connection);
        if (tracked != null) {
            tracked.unsent.addAndGet(-bytes);
        }
    }

    /** Closes those whose deadline has passed. */
    void sweep() {
        for (Iterator<Tracked> each = all.values().iterator(); each.hasNext(); ) {
            Tracked tracked = each.next();
            if (tracked.deadline.isOver()) {
                cut(tracked.connection);
            }
        }
    }

    int count() {
        return all.size();
    }
}
