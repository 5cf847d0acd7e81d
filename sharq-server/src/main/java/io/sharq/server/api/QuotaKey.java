package io.sharq.server.api;

import io.sharq.server.auth.Addresses;
import io.sharq.server.auth.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The key of the quotas that a request counts to: its principal, or the client's address if it is anonymous, so that anonymous
 * clients do not share one quota.
 *
 * @param isNamed whether the name is a principal's
 * @param name a principal's name, or an address
 */
public record QuotaKey(boolean isNamed, String name) {
    /**
     * The key of a request.
     *
     * @param principal its principal
     * @param address the address of its client, or null if that is not known
     * @return the key
     */
    public static QuotaKey of(Principal principal, @Nullable String address) {
        return principal.equals(Principal.ANYBODY)
                ? new QuotaKey(false, Addresses.owner(address))
                : new QuotaKey(true, principal.name());
    }
}
