package io.sharq.server.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Maps the address of a client to the owner whose requests are limited together. */
public final class Addresses {
    /** An IPv6 client owns a /64, so its addresses are counted by the first 64 bits. */
    private static final int NETWORK = 8;

    private Addresses() {}

    /**
     * The owner of an address.
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
            // A text with a colon is never resolved by DNS: it is an IPv6 address or invalid.
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
