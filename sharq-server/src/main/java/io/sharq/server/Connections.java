package io.sharq.server;

import static io.sharq.config.section.ServerSection.MAX_CONNECTIONS;
import static io.sharq.config.section.ServerSection.MAX_CONNECTIONS_PER_ADDRESS;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The open connections. Their number is bounded in all and for each address, and each has a deadline for its current phase,
 * so that a slow client does not hold one for ever. Thread-safe.
 */
final class Connections {
    private static final long MOST_UNSENT = 4 << 20;

    /** A connection with its deadline and the bytes of its unread responses. */
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

    private final ServerSettings settings;
    private final Map<HttpConnection, Tracked> all = new ConcurrentHashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int count;

    Connections(ServerSettings settings) {
        this.settings = settings;
    }

    /** Registers a connection, or closes it if there are too many. */
    void opened(HttpConnection connection) {
        String address = connection.remoteAddress().host();
        Tracked tracked =
                new Tracked(connection, address == null ? "" : address, new Deadline(settings, System::nanoTime));
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
        if (count >= settings.get(MAX_CONNECTIONS) || own >= settings.get(MAX_CONNECTIONS_PER_ADDRESS)) {
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

    /** Applies an event to the deadline of a connection. */
    void now(HttpConnection connection, Consumer<Deadline> event) {
        Tracked tracked = all.get(connection);
        if (tracked != null) {
            event.accept(tracked.deadline);
        }
    }

    /**
     * Whether a response may be sent. A client that sends requests and reads no response would fill the memory: its connection
     * is closed.
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

    /** Closes the channel, because Vert.x would first wait for the client to read what is in flight. */
    private static void cut(HttpConnection connection) {
        var unused = Channels.of(connection).close();
    }

    /** A response was written, or failed. */
    void sent(HttpConnection connection, int bytes) {
        Tracked tracked = all.get(connection);
        if (tracked != null) {
            tracked.unsent.addAndGet(-bytes);
        }
    }

    /** Closes the connections whose deadline has passed. */
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
