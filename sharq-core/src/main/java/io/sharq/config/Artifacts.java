package io.sharq.config;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Where to get a backend that is not on the class path. The core knows the names of SharQ's own, and no more. */
final class Artifacts {
    static final String IN_MEMORY = "inmemory";

    /** The artifact that brings a backend, by the backend's name. */
    static final Map<String, String> BACKENDS =
            new TreeMap<>(Map.of(IN_MEMORY, "io.sharq:sharq-inmemory", "redis", "io.sharq:sharq-redis"));

    private Artifacts() {}

    /** A clause that says what to add for a backend, and what is there instead. */
    static String advice(String backend, Collection<String> found) {
        String artifact = BACKENDS.get(backend);
        String there = "found: " + (found.isEmpty() ? "none" : String.join(", ", found));
        return artifact == null ? there : "add " + artifact + " (" + there + ")";
    }
}
