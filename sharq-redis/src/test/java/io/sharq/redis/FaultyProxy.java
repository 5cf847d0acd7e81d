package io.sharq.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server on loopback, and can swallow what the server answers, or cut every connection. */
final class FaultyProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 8_192;

    private final Relay<Pipe> relay;
    private final AtomicLong swallowed = new AtomicLong();
    private volatile boolean isSwallowing;

    private FaultyProxy(int port) {
        this.relay = Relay.before(port, Pipe::new);
    }

    static FaultyProxy before(int port) {
        return new FaultyProxy(port);
    }

    String uri() {
        return relay.uri();
    }

    /** From now on the server's answers vanish. */
    void swallowAnswers() {
        isSwallowing = true;
    }

    /** How many bytes of answers have vanished. */
    long swallowedBytes() {
        return swallowed.get();
    }

    /** Cuts every connection; new ones work as they should. */
    void cut() {
        isSwallowing = false;
        relay.cut();
    }

    private final class Pipe extends Relay.Link {
        Pipe(Socket client, Socket server) {
            super(client, server);
        }

        @Override
        void carryRequests() throws IOException {
            client.getInputStream().transferTo(server.getOutputStream());
        }

        @Override
        void carryAnswers() throws IOException {
            byte[] buffer = new byte[BUFFER_BYTES];
            InputStream answers = server.getInputStream();
            for (int n = answers.read(buffer); n >= 0; n = answers.read(buffer)) {
                if (isSwallowing) {
                    swallowed.addAndGet(n);
                } else {
                    client.getOutputStream().write(buffer, 0, n);
                }
            }
        }
    }

    @Override
    public void close() {
        relay.close();
    }
}
