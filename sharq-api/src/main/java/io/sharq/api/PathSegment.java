package io.sharq.api;

/** The text of an identifier as one segment of a path. */
final class PathSegment {
    /** The characters of identifiers that RFC 3986 does not allow in a segment of a path. */
    private static final String RESERVED = "/?#[]%";

    private PathSegment() {}

    /** The identifier with these characters percent-encoded. Different identifiers have different texts. */
    static String of(String id) {
        int at = 0;
        while (at < id.length() && RESERVED.indexOf(id.charAt(at)) < 0) {
            at++;
        }
        if (at == id.length()) {
            return id;
        }
        StringBuilder text = new StringBuilder(id.length() + 16).append(id, 0, at);
        for (; at < id.length(); at++) {
            char c = id.charAt(at);
            if (RESERVED.indexOf(c) < 0) {
                text.append(c);
            } else {
                text.append(String.format("%%%02X", (int) c));
            }
        }
        return text.toString();
    }
}
