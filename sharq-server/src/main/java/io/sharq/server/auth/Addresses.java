package io.sharq.server.auth;

import io.netty.util.NetUtil;
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
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(zone < 0 ? address : address.substring(0, zone));
        return bytes == null || bytes.length <= NETWORK
                ? address
                : HexFormat.of().formatHex(bytes, 0, NETWORK);
    }
}
