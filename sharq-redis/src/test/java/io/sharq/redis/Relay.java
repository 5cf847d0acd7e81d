package io.sharq.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes connections on loopback and joins each to one of a server's. What flows between the two is the business of the
 * links.
 */
final class Relay<L extends Relay.Link> implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Factory<L> factory;
    private final Set<L> links = ConcurrentHashMap.newKeySet();

    /** Makes a link of two connections. */
    interface Factory<L> {
        L join(Socket client, Socket server);
    }

    /** A client's connection and the server's. It is closed when either direction ends. */
    abstract static class Link {
        final Socket client;
        final Socket server;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** Carries what the client says, until it says no more. */
        abstract void carryRequests() throws IOException, InterruptedException;

        /** Carries what the server says, until it says no more. */
        abstract void carryAnswers() throws IOException;

        final void close() {
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private interface Direction {
        void carry() throws IOException, InterruptedException;
    }

    private Relay(ServerSocket listener, int target, Factory<L> factory) {
        this.listener = listener;
        this.target = target;
        this.factory = factory;
    }

    static <L extends Link> Relay<L> before(int port, Factory<L> factory) {
        try {
            Relay<L> relay = new Relay<>(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, factory);
            run(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    Set<L> links() {
        return links;
    }

    /** Cuts every connection; new ones work. */
    void cut() {
        links.forEach(Link::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                begin(listener.accept());
            } catch (IOException e) {
                // The server is down or the relay closed; either way no connection may look alive.
                cut();
            }
        }
    }

    private void begin(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            client.close();
            throw e;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        L link = factory.join(client, server);
        links.add(link);
        run(() -> carry(link, link::carryRequests));
        run(() -> carry(link, link::carryAnswers));
    }

    private void carry(L link, Direction direction) {
        try {
            direction.carry();
        } catch (IOException | InterruptedException e) {
            // One side is gone, which the other is told by the end of its connection.
        } finally {
            links.remove(link);
            link.close();
        }
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
