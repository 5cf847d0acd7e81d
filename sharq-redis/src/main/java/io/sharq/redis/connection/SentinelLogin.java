package io.sharq.redis.connection;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.sharq.redis.settings.RedisSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether sentinels refuse the login, after they could not be queried. Lettuce logs in while it connects, and may
 * then know only that the connection was closed.
 */
final class SentinelLogin {
    private final RedisClient client;
    private final @Nullable String username;
    private final @Nullable String password;

    private SentinelLogin(RedisClient client, @Nullable String username, @Nullable String password) {
        this.client = client;
        this.username = username;
        this.password = password;
    }

    static boolean isRefused(ConnectionResources resources, RedisSettings settings) {
        RedisClient client = RedisClient.create(resources.clients());
        // Send nothing that needs a login while connecting.
        client.setOptions(RedisConnection.options(ClientOptions.builder(), settings)
                .protocolVersion(ProtocolVersion.RESP2)
                .pingBeforeActivateConnection(false)
                .autoReconnect(false)
                .build());
        try {
            SentinelLogin login = new SentinelLogin(client, settings.sentinelUsername(), settings.sentinelPassword());
            List<CompletableFuture<Boolean>> answers = ConnectionUris.sentinelsWithoutLogin(settings).stream()
                    .map(sentinel -> login.isRefusedBy(sentinel).toCompletableFuture())
                    .toList();
            return answers.stream().anyMatch(CompletableFuture::join);
        } finally {
            resources.release(client);
        }
    }

    static String fault(RedisSettings settings) {
        String fault = settings.sentinelPassword() == null
                ? "the sentinels want a `sentinel_password`: those of "
                : "the sentinels refuse `sentinel_password`, or `sentinel_username`: those of ";
        return fault + settings;
    }

    private CompletionStage<Boolean> isRefusedBy(RedisURI sentinel) {
        return client.connectAsync(StringCodec.UTF8, sentinel)
                .thenCompose(connection -> logIn(connection.async()))
                .handle((answer, failure) -> failure != null && RedisErrors.isRefusedLogin(failure));
    }

    private CompletionStage<String> logIn(RedisAsyncCommands<String, String> commands) {
        if (password == null) {
            return commands.ping();
        }
        return username == null ? commands.auth(password) : commands.auth(username, password);
    }
}
