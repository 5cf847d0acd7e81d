package io.sharq.redis;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
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

    private final Relay<Connection> relay;
    private volatile Function<List<String>, Fate> decision = command -> Fate.PASS;

    private RespProxy(int port) {
        this.relay = Relay.before(port, Connection::new);
    }

    static RespProxy before(int port) {
        return new RespProxy(port);
    }

    String uri() {
        return relay.uri();
    }

    /** From now on this decides what becomes of each command. */
    void decide(Function<List<String>, Fate> newDecision) {
        decision = newDecision;
    }

    /** Cuts every connection; new ones work. */
    void cut() {
        relay.cut();
    }

    /** Cuts the connections that have fallen silent; new ones work. */
    void cutSilent() {
        relay.links().forEach(Connection::closeIfSilent);
    }

    private final class Connection extends Relay.Link {
        private final Deque<Fate> unanswered = new ArrayDeque<>();
        private boolean isSilent;

        Connection(Socket client, Socket server) {
            super(client, server);
        }

        @Override
        void carryRequests() throws IOException, InterruptedException {
            RespFrames frames = new RespFrames(client.getInputStream());
            while (true) {
                byte[] command = frames.next();
                List<String> words = RespFrames.words(command);
                awaitQuiet();
                take(command, words, decision.apply(words));
            }
        }

        @Override
        void carryAnswers() throws IOException {
            RespFrames frames = new RespFrames(server.getInputStream());
            while (true) {
                give(frames.next());
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
    }

    @Override
    public void close() {
        relay.close();
    }
}
