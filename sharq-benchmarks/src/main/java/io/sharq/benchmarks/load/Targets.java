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

    static Target open(String name, int connections, boolean isClustered) throws Unusable {
        try {
            if (name.equals("inmemory")) {
                return FacadeTarget.of(InMemoryBackend.create());
            }
            URI uri = URI.create(name);
            return switch (String.valueOf(uri.getScheme())) {
                case "redis", "rediss", "redis-socket" ->
                    FacadeTarget.of(new MeasuredRedis(name, isClustered), connections);
                case "http", "https" -> new HttpTarget(name.endsWith("/") ? uri : URI.create(name + "/"));
                default -> throw new IllegalArgumentException("it must be " + FORMS);
            };
        } catch (IllegalArgumentException e) {
            throw new Unusable("\"" + name + "\" is no target: " + e.getMessage(), e);
        } catch (SharQException | RedisException e) {
            throw new Unusable(name + " cannot be opened: " + e.getMessage(), e);
        }
    }
}
