package io.sharq.redis.settings;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * The address of a sentinel.
 *
 * @param host its name or address
 * @param port its port
 */
public record HostAndPort(String host, int port) {
    private static final int SENTINEL_PORT = 26_379;
    private static final int MAX_PORT = 65_535;

    static List<HostAndPort> list(String field, String text) {
        List<HostAndPort> all = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            all.add(of(field, part.strip()));
        }
        return List.copyOf(all);
    }

    private static HostAndPort of(String field, String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.isBlank()) {
            throw new InvalidValueException(field, "It must be hosts with ports, such as one:26379,two:26379.");
        }
        if (colon < 0) {
            return new HostAndPort(host, SENTINEL_PORT);
        }
        try {
            return new HostAndPort(
                    host, (int) Bounds.range(field, Integer.parseInt(text.substring(colon + 1)), 1, MAX_PORT));
        } catch (NumberFormatException e) {
            throw new InvalidValueException(field, "The port of " + host + " must be a whole number.", e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
