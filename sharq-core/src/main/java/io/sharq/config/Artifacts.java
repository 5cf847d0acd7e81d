package io.sharq.config;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The Maven artifacts of SharQ's own backends, named in messages when a backend is not on the class path. */
final class Artifacts {
    static final String IN_MEMORY = "inmemory";

    /** The artifact of each backend, by the backend's name. */
    static final Map<String, String> BACKENDS =
            new TreeMap<>(Map.of(IN_MEMORY, "io.sharq:sharq-inmemory", "redis", "io.sharq:sharq-redis"));

    private Artifacts() {}

    /** A clause for messages that names the artifact to add and the backends found. */
    static String advice(String backend, Collection<String> found) {
        String artifact = BACKENDS.get(backend);
        String there = "found: " + (found.isEmpty() ? "none" : String.join(", ", found));
        return artifact == null ? there : "add " + artifact + " (" + there + ")";
    }
}
