package io.sharq.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sharq.redis.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A socket that sends whatever bytes it is told to, HTTP or not. */
public final class RawHttp implements AutoCloseable {
    /** How long a server may say nothing before a test takes it for silent, however busy the machine is. */
    public static final int SILENCE_MILLIS = (int) Patience.LIMIT.toMillis();

    private final Socket socket;

    RawHttp(int port) {
        this("127.0.0.1", port);
    }

    /** From an address of loopback, of which there are many. */
    RawHttp(String from, int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getAllByName(from)[0], 0);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came back until the server closed, or until it said nothing for so long. */
    public record Said(String text, boolean isClosed) {
        public int status() {
            return text.startsWith("HTTP/1.") ? Integer.parseInt(text.substring(9, 12)) : 0;
        }

        long answers() {
            return text.split("HTTP/1\\.[01] \\d\\d\\d ", -1).length - 1L;
        }
    }

    public static Said exchange(int port, String bytes, int silenceMillis) {
        try (RawHttp raw = new RawHttp(port)) {
            raw.send(bytes);
            return raw.read(silenceMillis);
        }
    }

    /** Each character is a byte. */
    void send(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends something again and again and reads nothing; how often it went before the server closed. */
    int sendsAtMost(String bytes, int times) {
        for (int i = 0; i < times; i++) {
            try {
                send(bytes);
            } catch (UncheckedIOException e) {
                return i;
            }
        }
        return times;
    }

    Said read(int silenceMillis) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        try {
            socket.setSoTimeout(silenceMillis);
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes.write(buffer, 0, count);
            }
            return new Said(bytes.toString(ISO_8859_1), true);
        } catch (SocketTimeoutException e) {
            return new Said(bytes.toString(ISO_8859_1), false);
        } catch (IOException e) {
            // A reset: the server closed with bytes of ours unread.
            return new Said(bytes.toString(ISO_8859_1), true);
        }
    }

    /** One answer of JSON, or what there is when the server closes. */
    String readAnswer() {
        StringBuilder text = new StringBuilder();
        try {
            socket.setSoTimeout(SILENCE_MILLIS);
            int next = socket.getInputStream().read();
            while (next >= 0) {
                text.append((char) next);
                if (next == '}') {
                    break;
                }
                next = socket.getInputStream().read();
            }
            return text.toString();
        } catch (IOException e) {
            return text.toString();
        }
    }

    /** Says that nothing more comes: for the server the client is gone, though what was sent to it can still be read. */
    void sendEnd() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isStillOpen() {
        Said said = read(1);
        return !said.isClosed();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
