package io.sharq.server.contract;

import java.util.Set;

/** The callers that an operation admits. */
public sealed interface Access {
    /** Every caller, also without credentials. */
    record Everyone() implements Access {}

    /**
     * Callers with one of some roles.
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
