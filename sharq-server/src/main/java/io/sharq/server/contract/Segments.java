package io.sharq.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** The parts of a path between its slashes. */
final class Segments {
    private Segments() {}

    /** The segments, as they were sent. One slash at the end does not count. */
    static List<String> of(String path) {
        List<String> segments = new ArrayList<>();
        int from = path.startsWith("/") ? 1 : 0;
        while (from < path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            segments.add(path.substring(from, to));
            from = to + 1;
        }
        return segments;
    }

    /**
     * Decodes percent signs, once. Nothing else of a path is decoded or resolved: a plus is a plus, a decoded slash is a part of the
     * name, and {@code .} and {@code ..} are names.
     */
    static String decode(String name, String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        ByteBuffer bytes = ByteBuffer.allocate(segment.length() * 4);
        int at = 0;
        while (at < segment.length()) {
            char c = segment.charAt(at);
            if (c == '%') {
                if (at + 2 >= segment.length()) {
                    throw broken(name);
                }
                int high = Character.digit(segment.charAt(at + 1), 16);
                int low = Character.digit(segment.charAt(at + 2), 16);
                if (high < 0 || low < 0 || segment.charAt(at + 1) > 'f' || segment.charAt(at + 2) > 'f') {
                    throw broken(name);
                }
                bytes.put((byte) (high * 16 + low));
                at += 3;
            } else {
                bytes.put(String.valueOf(c).getBytes(UTF_8));
                at++;
            }
        }
        try {
            return UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidValueException(name, "Its percent-encoding is not UTF-8.", e);
        }
    }

    private static InvalidValueException broken(String name) {
        return new InvalidValueException(name, "A percent sign in it is not followed by two hexadecimal digits.");
    }
}
