package io.sharq.server.contract;

import java.util.Set;

/** Who may call an operation. */
public sealed interface Access {
    /** Whoever asks. */
    record Everyone() implements Access {}

    /**
     * Whoever has one of some roles.
     *
     * @param roles the names of the roles
     */
    record AnyOf(Set<String> roles) implements Access {
        /**
         * Keeps a copy of the set.
         *
         * @param roles the names of the roles
         */
        public AnyOf {
            roles = Set.copyOf(roles);
        }
    }
}
