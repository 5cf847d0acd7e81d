package io.sharq.server;

import io.sharq.server.api.Handler;
import io.sharq.server.api.Quotas;
import io.sharq.server.auth.Authenticator;
import io.sharq.server.contract.JsonText;
import io.sharq.server.contract.Operation;
import io.sharq.server.contract.Routes;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** The collaborators that all exchanges share. */
record ServerContext(
        Browsers browsers,
        Routes routes,
        Map<String, Handler> handlers,
        Authenticator authenticator,
        Quotas quotas,
        Connections connections,
        ServerMetrics metrics,
        ServerSettings settings,
        JsonText json,
        RequestIds requestIds,
        BooleanSupplier isClosing) {
    ServerContext {
        handlers = Map.copyOf(handlers);
    }

    Handler handler(Operation operation) {
        return Objects.requireNonNull(handlers.get(operation.id()));
    }
}
