package io.sharq.server;

import io.netty.util.NetUtil;
import io.sharq.server.api.Answer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses cross-site requests and DNS rebinding: a foreign web page makes its visitor's browser send requests, with the
 * browser's network access and credentials. Checks {@code Sec-Fetch-Site}, {@code Origin} and {@code Host}; of these,
 * programs send {@code Host} alone. Immutable.
 */
final class Browsers {
    private static final Answer FOREIGN = Answer.failure(403, "A page of another site may not ask this server.");
    private static final Answer OTHER_HOST = Answer.failure(
            421,
            "The header Host does not name this server, which listens on loopback and asks for no credentials."
                    + " Call it by localhost, 127.0.0.1 or [::1].");

    private final boolean isHostChecked;
    private final String ownHost;

    /**
     * What a server refuses.
     *
     * @param isHostChecked whether the header {@code Host} must name loopback or the server's own host. A page whose name
     *     is made to mean 127.0.0.1 is of the server's own origin in the eyes of a browser; its host gives it away
     * @param ownHost the address or name that the server listens on
     */
    Browsers(boolean isHostChecked, String ownHost) {
        this.isHostChecked = isHostChecked;
        this.ownHost = lower(ownHost);
    }

    /** The response of a refused request, or null if the request may go on. Each list has all headers of a name. */
    @Nullable
    Answer refusal(List<String> hosts, List<String> origins, List<String> fetchSites) {
        if (isHostChecked && !hosts.stream().allMatch(host -> isOwn(name(lower(host))))) {
            return OTHER_HOST;
        }
        for (String site : fetchSites) {
            String known = lower(site.strip());
            if (known.equals("cross-site") || known.equals("same-site")) {
                return FOREIGN;
            }
        }
        return origins.stream().allMatch(origin -> isSame(lower(origin), hosts)) ? null : FOREIGN;
    }

    /** A proxy that ends TLS changes the scheme: host and port are compared, and a missing port is the scheme's default. */
    private static boolean isSame(String origin, List<String> hosts) {
        String scheme = origin.startsWith("https://") ? "https://" : "http://";
        if (!origin.startsWith(scheme) || hosts.size() != 1) {
            return false;
        }
        String port = scheme.equals("https://") ? ":443" : ":80";
        return without(port, origin.substring(scheme.length())).equals(without(port, lower(hosts.get(0))));
    }

    private static String without(String port, String authority) {
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }

    /** The name or address without the port; an IPv6 address keeps its brackets. */
    private static String name(String host) {
        int colon = host.indexOf(':', Math.max(0, host.lastIndexOf(']')));
        return colon < 0 ? host : host.substring(0, colon);
    }

    private boolean isOwn(String name) {
        String plain = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        return plain.equals(ownHost) || plain.equals("localhost") || plain.endsWith(".localhost") || isLoopback(plain);
    }

    /** Accepts numeric addresses only: a name would be resolved by a DNS server of its owner. */
    private static boolean isLoopback(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        try {
            return bytes != null && InetAddress.getByAddress(bytes).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
