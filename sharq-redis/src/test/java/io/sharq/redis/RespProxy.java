package io.sharq.redis;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Stands between a client and a Redis on loopback, understands what they say, and does to each command what it is told.
 * Before each command it waits until those before it are answered, so that whoever decides sees Redis at rest.
 */
final class RespProxy implements AutoCloseable {
    /** What becomes of a command. */
    sealed interface Fate {
        /** Nothing special. */
        record Pass() implements Fate {}

        /** The connection is cut before Redis gets it. */
        record CutBefore() implements Fate {}

        /** Redis carries it out, and the connection is cut instead of the reply. */
        record CutAfter() implements Fate {}

        /** Redis carries it out, and the connection is cut in the middle of the reply. */
        record HalfReply() implements Fate {}

        /** Redis never gets it, and the connection stays silent. */
        record LostRequest() implements Fate {}

        /** Redis carries it out, and the connection stays silent. */
        record LostReply() implements Fate {}

        /** Redis never gets it, and an error is the reply. */
        record Refused(String error) implements Fate {}

        Fate PASS = new Pass();
    }

    private final ServerSocket listener;
    private final int target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile Function<List<String>, Fate> decision = command -> Fate.PASS;

    private RespProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static RespProxy before(int port) {
        try {
            RespProxy proxy = new RespProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            run(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    /** From now on this decides what becomes of each command. */
    void decide(Function<List<String>, Fate> newDecision) {
        decision = newDecision;
    }

    /** Cuts every connection; new ones work. */
    void cut() {
        connections.forEach(Connection::close);
    }

    /** Cuts the connections that have fallen silent; new ones work. */
    void cutSilent() {
        connections.forEach(Connection::closeIfSilent);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Connection connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target));
                connections.add(connection);
                run(connection::commands);
                run(connection::replies);
            } catch (IOException e) {
                cut();
            }
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private final Deque<Fate> unanswered = new ArrayDeque<>();
        private boolean isSilent;

        Connection(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void commands() {
            try {
                RespFrames frames = new RespFrames(client.getInputStream());
                while (true) {
                    byte[] command = frames.next();
                    List<String> words = RespFrames.words(command);
                    awaitQuiet();
                    take(command, words, decision.apply(words));
                }
            } catch (IOException | InterruptedException e) {
                close();
            }
        }

        private synchronized void awaitQuiet() throws InterruptedException {
            while (!unanswered.isEmpty() && !isSilent) {
                wait();
            }
        }

        private synchronized void take(byte[] command, List<String> words, Fate fate) throws IOException {
            isSilent |= fate instanceof Fate.LostRequest || fate instanceof Fate.LostReply;
            if (fate instanceof Fate.CutBefore) {
                close();
            } else if (fate instanceof Fate.Refused refused) {
                write(client, ("-" + refused.error() + "\r\n").getBytes(StandardCharsets.UTF_8));
            } else if (!(fate instanceof Fate.LostRequest)) {
                // A subscription is answered by a message, which is no reply.
                if (!words.get(0).toLowerCase(Locale.ROOT).endsWith("subscribe")) {
                    unanswered.add(fate);
                }
                write(server, command);
            }
        }

        void replies() {
            try {
                RespFrames frames = new RespFrames(server.getInputStream());
                while (true) {
                    byte[] reply = frames.next();
                    give(reply);
                }
            } catch (IOException e) {
                close();
            }
        }

        private synchronized void give(byte[] reply) throws IOException {
            Fate fate = reply[0] == '>' ? Fate.PASS : unanswered.poll();
            if (fate instanceof Fate.CutAfter) {
                close();
            } else if (fate instanceof Fate.HalfReply) {
                client.getOutputStream().write(reply, 0, reply.length / 2);
                client.getOutputStream().flush();
                close();
            } else if (!isSilent) {
                write(client, reply);
            }
            notifyAll();
        }

        private static void write(Socket to, byte[] bytes) throws IOException {
            OutputStream out = to.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        private synchronized void closeIfSilent() {
            if (isSilent) {
                close();
            }
        }

        void close() {
            connections.remove(this);
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "resp-proxy");
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
