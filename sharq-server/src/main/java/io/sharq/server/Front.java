package io.sharq.server;

import io.sharq.server.api.Handler;
import io.sharq.server.api.Quotas;
import io.sharq.server.auth.Authenticator;
import io.sharq.server.contract.JsonText;
import io.sharq.server.contract.Operation;
import io.sharq.server.contract.Routes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What all exchanges share. Thread-safe. */
final class Front {
    private static final int LONGEST_REQUEST_ID = 64;

    private final Routes routes;
    private final Map<String, Handler> handlers;
    private final Authenticator authenticator;
    private final Quotas quotas;
    private final Connections connections;
    private final ServerMetrics metrics;
    private final @Nullable AccessLog accessLog;
    private final ServerSettings.Bounds bounds;
    private final JsonText json;
    private final String idPrefix = idPrefix();
    private final AtomicLong ids = new AtomicLong();
    private volatile boolean isClosing;

    Front(
            Routes routes,
            Map<String, Handler> handlers,
            Authenticator authenticator,
            Quotas quotas,
            Connections connections,
            ServerMetrics metrics,
            @Nullable AccessLog accessLog,
            ServerSettings.Bounds bounds) {
        this.routes = routes;
        this.handlers = handlers;
        this.authenticator = authenticator;
        this.quotas = quotas;
        this.connections = connections;
        this.metrics = metrics;
        this.accessLog = accessLog;
        this.bounds = bounds;
        this.json = new JsonText(bounds.bodySize());
    }

    Routes routes() {
        return routes;
    }

    Handler handler(Operation operation) {
        return Objects.requireNonNull(handlers.get(operation.id()));
    }

    Authenticator authenticator() {
        return authenticator;
    }

    Quotas quotas() {
        return quotas;
    }

    Connections connections() {
        return connections;
    }

    ServerMetrics metrics() {
        return metrics;
    }

    @Nullable
    AccessLog accessLog() {
        return accessLog;
    }

    ServerSettings.Bounds bounds() {
        return bounds;
    }

    JsonText json() {
        return json;
    }

    boolean isClosing() {
        return isClosing;
    }

    void closing() {
        isClosing = true;
    }

    /** The client's own id, if it is one that a log can hold. */
    String requestId(@Nullable String given) {
        if (given != null && given.length() <= LONGEST_REQUEST_ID && given.matches("[A-Za-z0-9._-]+")) {
            return given;
        }
        return idPrefix + Long.toString(ids.incrementAndGet(), Character.MAX_RADIX);
    }

    private static String idPrefix() {
        byte[] bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes) + "-";
    }
}
