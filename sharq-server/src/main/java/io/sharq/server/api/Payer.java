package io.sharq.server.api;

import io.sharq.server.auth.Addresses;
import io.sharq.server.auth.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Whose quotas a request counts to: a principal's, or of nobody in particular an address's, so that one stranger does not
 * spend what all have.
 *
 * @param isNamed whether the name is a principal's
 * @param name a principal's name, or an address
 */
public record Payer(boolean isNamed, String name) {
    /**
     * Who pays for a request.
     *
     * @param principal who sent it
     * @param address where it came from, or null if that is not known
     * @return whose quotas it counts to
     */
    public static Payer of(Principal principal, @Nullable String address) {
        return principal.equals(Principal.ANYBODY)
                ? new Payer(false, Addresses.owner(address))
                : new Payer(true, principal.name());
    }
}
