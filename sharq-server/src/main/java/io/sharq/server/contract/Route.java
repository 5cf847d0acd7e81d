package io.sharq.server.contract;

import java.util.Map;

/** Where a method and a path lead. */
public sealed interface Route {
    /**
     * To an operation.
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
     * To operations of other methods.
     *
     * @param allowed the methods, as the header {@code Allow} lists them
     */
    record OtherMethods(String allowed) implements Route {}

    /** Nowhere. */
    record Unknown() implements Route {}
}
