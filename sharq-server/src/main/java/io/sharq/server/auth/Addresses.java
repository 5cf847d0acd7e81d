package io.sharq.server.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What counts as one address where addresses are counted. */
public final class Addresses {
    /** Of IPv6 one client has 2^64: the first half is what it was given. */
    private static final int NETWORK = 8;

    private Addresses() {}

    /**
     * Whose an address is.
     *
     * @param address an address in digits, or null if it is not known
     * @return the address itself, or of IPv6 the network
     */
    public static String owner(@Nullable String address) {
        if (address == null) {
            return "";
        }
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        try {
            // With a colon in it no name is looked up: it is an address of IPv6, or nothing.
            InetAddress known = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone));
            byte[] bytes = known.getAddress();
            return bytes.length <= NETWORK
                    ? known.getHostAddress()
                    : HexFormat.of().formatHex(bytes, 0, NETWORK);
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
