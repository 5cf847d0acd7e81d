package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A backend that, before it is closed, holds what it left in the tests' Redis against itself. */
final class CheckedAtClose extends InterceptedBackend {
    private final RedisSettings settings;

    private CheckedAtClose(RedisSettings settings) {
        super(RedisBackend.open(settings));
        this.settings = settings;
    }

    static Backend open(RedisSettings settings) {
        return new CheckedAtClose(settings);
    }

    @Override
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        return operation.on(backend());
    }

    @Override
    public void close() {
        List<String> wrong = TestRedis.ask(redis -> PartitionCheck.wrong(redis, settings.keyPrefix()));
        assertThat(wrong).as("what is wrong in Redis").isEmpty();
        super.close();
    }
}
