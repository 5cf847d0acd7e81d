package io.sharq.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A socket that sends whatever bytes it is told to, HTTP or not. */
final class RawHttp implements AutoCloseable {
    private final Socket socket;

    RawHttp(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came back until the server closed, or until it said nothing for so long. */
    record Said(String text, boolean isClosed) {
        int status() {
            return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
        }

        long answers() {
            return text.split("HTTP/1\\.[01] \\d\\d\\d ", -1).length - 1L;
        }
    }

    static Said exchange(int port, String bytes, int silenceMillis) {
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

    /** What has arrived by now, without waiting. */
    String readArrived() {
        try {
            return new String(
                    socket.getInputStream().readNBytes(socket.getInputStream().available()), ISO_8859_1);
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
