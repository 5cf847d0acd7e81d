package io.sharq.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what Redis and its clients say to each other, one whole command or reply at a time, byte for byte. */
final class RespFrames {
    private final InputStream in;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

    RespFrames(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next one. */
    byte[] next() throws IOException {
        frame.reset();
        read();
        return frame.toByteArray();
    }

    private void read() throws IOException {
        String line = line();
        switch (line.charAt(0)) {
            case '$', '=', '!' -> bytes(size(line) + 2);
            case '*', '~', '>' -> frames(size(line));
            case '%', '|' -> frames(2 * size(line));
            default -> {
                // All of it stands in the line.
            }
        }
    }

    /** An absent value has the size -1, and is all in its line; so it is taken for two bytes less than none. */
    private static int size(String line) {
        return line.charAt(1) == '-' ? -2 : Integer.parseInt(line.substring(1));
    }

    private void frames(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            read();
        }
    }

    private String line() throws IOException {
        int from = frame.size();
        int last = 0;
        for (int next = in.read(); ; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            frame.write(next);
            if (last == '\r' && next == '\n') {
                String all = frame.toString(StandardCharsets.ISO_8859_1);
                return all.substring(from, all.length() - 2);
            }
            last = next;
        }
    }

    private void bytes(int count) throws IOException {
        if (count > 0) {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException();
            }
            frame.write(bytes);
        }
    }

    /** The words of a command, one character for each byte. */
    static List<String> words(byte[] command) {
        String text = new String(command, StandardCharsets.ISO_8859_1);
        List<String> words = new ArrayList<>();
        int at = text.indexOf("\r\n") + 2;
        while (at < text.length()) {
            int end = text.indexOf("\r\n", at);
            int size = Integer.parseInt(text.substring(at + 1, end));
            words.add(text.substring(end + 2, end + 2 + size));
            at = end + 2 + size + 2;
        }
        return words;
    }
}
