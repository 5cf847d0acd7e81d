package io.sharq.benchmarks.scenario;

import io.lettuce.core.RedisException;
import io.sharq.api.InvalidValueException;
import io.sharq.benchmarks.load.FacadeTarget;
import io.sharq.benchmarks.load.MeasuredRedis;
import io.sharq.benchmarks.load.Target;
import io.sharq.benchmarks.load.Targets;
import io.sharq.benchmarks.process.OwnRedis;
import io.sharq.benchmarks.process.OwnServer;
import io.sharq.benchmarks.round.Reference;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A target of a scenario, with the processes that were started for it. */
public final class Place implements AutoCloseable {
    /** The words and URIs that name a place. */
    public static final String FORMS =
            "redis (a redis-server of its own), server (a SharQ server with a Redis of its own), " + Targets.FORMS;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final String name;
    private @Nullable MeasuredRedis redis;
    private @Nullable Target target;
    private String address;

    private Place(String name) {
        this.name = name;
        this.address = name;
    }

    /**
     * Opens a place.
     *
     * @param name one of {@link #FORMS}
     * @param callers the most calls in flight to a server
     * @throws InvalidValueException if the name names no place, or it cannot be opened
     * @throws IOException if a process does not start
     */
    static Place open(String name, int callers) throws IOException {
        Place place = new Place(name);
        try {
            place.start(callers);
            return place;
        } catch (IOException | RuntimeException e) {
            place.close();
            throw e;
        }
    }

    /** Opens a place that is a Redis. */
    static Place openRedis(String name) throws IOException {
        if (!name.startsWith("redis")) {
            throw new InvalidValueException("target", "it must be a Redis: redis, or a URI as redis://HOST:PORT/DB");
        }
        return open(name, 1);
    }

    private void start(int callers) throws IOException {
        switch (name) {
            case "redis" -> facade(keep(OwnRedis.start()).uri());
            case "server" -> {
                OwnRedis own = keep(OwnRedis.start());
                OwnServer server = keep(OwnServer.start(own.port()));
                redis = keep(new MeasuredRedis(own.uri(), false));
                target = keep(Targets.ofLongPolls(URI.create(server.uri()), callers));
            }
            default -> given(callers);
        }
    }

    private void given(int callers) {
        if (name.startsWith("redis")) {
            facade(name);
            return;
        }
        try {
            target = keep(
                    name.startsWith("http")
                            ? Targets.ofLongPolls(URI.create(name), callers)
                            : Targets.open(name, 1, false, callers));
        } catch (Targets.Unusable e) {
            throw new InvalidValueException("target", String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("target", "\"" + name + "\" is no target: " + e.getMessage(), e);
        }
    }

    private void facade(String uri) {
        address = uri;
        try {
            MeasuredRedis measured = new MeasuredRedis(uri, false);
            redis = measured;
            // The target closes the Redis.
            target = keep(FacadeTarget.of(measured, 1));
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("target", "\"" + uri + "\" is no target: " + e.getMessage(), e);
        } catch (RedisException e) {
            throw new InvalidValueException("target", uri + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }

    /** Its URI, also if it was started here. */
    String address() {
        return address;
    }

    Target target() {
        if (target == null) {
            throw new IllegalStateException(name + " has not been opened");
        }
        return target;
    }

    /** Its Redis. Null in memory, and for a server that was given. */
    @Nullable
    MeasuredRedis redis() {
        return redis;
    }

    MeasuredRedis theRedis() {
        if (redis == null) {
            throw new IllegalStateException(name + " has no Redis");
        }
        return redis;
    }

    Reference reference() {
        return redis == null ? Reference.NONE : redis.reference();
    }

    @Override
    @SuppressWarnings("IllegalCatch") // Each resource throws what it likes, and the next must be closed all the same.
    public void close() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure = new IllegalStateException(name + " cannot be closed", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
