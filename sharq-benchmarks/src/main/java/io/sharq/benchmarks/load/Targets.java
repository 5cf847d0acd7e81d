package io.sharq.benchmarks.load;

import io.lettuce.core.RedisException;
import io.sharq.api.SharQException;
import io.sharq.inmemory.InMemoryBackend;
import java.net.URI;

/** Opens targets by a word or a URI. */
public final class Targets {
    /** The words and URIs that name a target. */
    public static final String FORMS = "inmemory, redis://HOST:PORT/DB, redis-socket:///PATH or http://HOST:PORT";

    private Targets() {}

    /**
     * Opens a SharQ server whose dequeues wait by long polls. Its clock must be this process's, so it must run on this
     * machine.
     *
     * @param server the root of its API
     * @param callers the most calls in flight
     * @return a target
     */
    public static Target ofLongPolls(URI server, int callers) {
        return new HttpTarget(new HttpCalls(server, callers), true);
    }

    /** A target could not be opened. The message is for the user. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String fault, Throwable cause) {
            super(fault, cause);
        }
    }

    /**
     * Opens a target.
     *
     * @param name the word or the URI
     * @param connections the number of connections to a Redis
     * @param isClustered whether the Redis is a node of a cluster
     * @param callers the most calls in flight, each of which has its own connection to a server
     * @throws Unusable if the name names no target, or if the target cannot be reached and this shows at once
     */
    public static Target open(String name, int connections, boolean isClustered, int callers) throws Unusable {
        try {
            if (name.equals("inmemory")) {
                return FacadeTarget.of(InMemoryBackend.create());
            }
            URI uri = URI.create(name);
            return switch (String.valueOf(uri.getScheme())) {
                case "redis", "rediss", "redis-socket" ->
                    FacadeTarget.of(new MeasuredRedis(name, isClustered), connections);
                case "http", "https" -> new HttpTarget(new HttpCalls(uri, callers), false);
                default -> throw new IllegalArgumentException("it must be " + FORMS);
            };
        } catch (IllegalArgumentException e) {
            throw new Unusable("\"" + name + "\" is no target: " + e.getMessage(), e);
        } catch (SharQException | RedisException e) {
            throw new Unusable(name + " cannot be opened: " + e.getMessage(), e);
        }
    }
}
