package io.sharq.server.contract;

import java.util.Map;

/** The result of routing a method and a path. */
public sealed interface Route {
    /**
     * An operation was found.
     *
     * @param operation the operation
     * @param parameters the values of the path, by name, decoded and not checked
     */
    record Found(Operation operation, Map<String, String> parameters) implements Route {
        /**
         * Keeps a copy of the map.
         *
         * @param operation the operation
         * @param parameters the values of the path
         */
        public Found {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * The path has operations of other methods only.
     *
     * @param allowed the methods, as the header {@code Allow} lists them
     */
    record OtherMethods(String allowed) implements Route {}

    /** The path has no operation. */
    record Unknown() implements Route {}
}
