package io.sharq.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server on loopback, and can swallow what the server answers, or cut every connection. */
final class FaultyProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 8_192;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong swallowed = new AtomicLong();
    private volatile boolean isSwallowing;

    private FaultyProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static FaultyProxy before(int port) {
        try {
            FaultyProxy proxy = new FaultyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            run(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
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
        sockets.forEach(FaultyProxy::closeQuietly);
        sockets.clear();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(server);
                run(() -> pump(client, server, false));
                run(() -> pump(server, client, true));
            } catch (IOException e) {
                // The server is down or the proxy closed; either way no connection may look alive.
                sockets.forEach(FaultyProxy::closeQuietly);
            }
        }
    }

    private void pump(Socket from, Socket to, boolean isAnswer) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            int n = in.read(buffer);
            while (n >= 0) {
                if (isAnswer && isSwallowing) {
                    swallowed.addAndGet(n);
                } else {
                    out.write(buffer, 0, n);
                    out.flush();
                }
                n = in.read(buffer);
            }
        } catch (IOException e) {
            closeQuietly(to);
        }
        closeQuietly(from);
        closeQuietly(to);
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
