package io.sharq.benchmarks.load;

import io.lettuce.core.RedisException;
import io.sharq.api.SharQException;
import io.sharq.inmemory.InMemoryBackend;
import java.net.URI;

/** Opens what a word or a URI names. */
final class Targets {
    static final String FORMS = "inmemory, redis://HOST:PORT/DB, redis-socket:///PATH or http://HOST:PORT";

    private Targets() {}

    /** What keeps a target from being opened, in a user's words. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String fault, Throwable cause) {
            super(fault, cause);
        }
    }

    /**
     * Opens a target.
     *
     * @param name the word or the URI
     * @param connections how many there are to a Redis
     * @param isClustered whether the Redis is a node of a cluster
     * @param callers the most calls under way at a time, each of which has a connection to a server
     * @throws Unusable if the name names none, or it cannot be reached where that shows at once
     */
    static Target open(String name, int connections, boolean isClustered, int callers) throws Unusable {
        try {
            if (name.equals("inmemory")) {
                return FacadeTarget.of(InMemoryBackend.create());
            }
            URI uri = URI.create(name);
            return switch (String.valueOf(uri.getScheme())) {
                case "redis", "rediss", "redis-socket" ->
                    FacadeTarget.of(new MeasuredRedis(name, isClustered), connections);
                case "http", "https" -> new HttpTarget(new HttpCalls(uri, callers));
                default -> throw new IllegalArgumentException("it must be " + FORMS);
            };
        } catch (IllegalArgumentException e) {
            throw new Unusable("\"" + name + "\" is no target: " + e.getMessage(), e);
        } catch (SharQException | RedisException e) {
            throw new Unusable(name + " cannot be opened: " + e.getMessage(), e);
        }
    }
}
