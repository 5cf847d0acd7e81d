package io.sharq.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of loopback for a process that is to listen on it. It lies below those that systems give to connections, so that
 * none of these takes it before the process starts, or while the process is down.
 */
public final class FreePort {
    private static final int FIRST = 10_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    /** One on which nothing listens now. */
    public static int find() {
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try {
                new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
                return port;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IllegalStateException("no port is free between " + FIRST + " and " + LAST, last);
    }
}
