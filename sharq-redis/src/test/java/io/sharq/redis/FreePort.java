package io.sharq.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of loopback for a process that is to listen on it. It lies below those that systems give to connections, so that
 * none of these takes it before the process starts, or while the process is down. The JVMs that run a module's tests side by
 * side have ports of their own, since one may take a port while the other's process is down.
 */
public final class FreePort {
    private static final int FORKS = 4;
    private static final int PORTS = 5_500;
    private static final int FIRST = 10_000 + (Integer.getInteger("sharq.test.fork", 1) - 1) % FORKS * PORTS;
    private static final int LAST = FIRST + PORTS;
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
