package io.sharq.migration;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sharq.redis.Patience;
import io.sharq.redis.RedisProcess;
import io.sharq.redis.TestRedis;
import io.sharq.redis.settings.RedisSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A keyspace that the original made, in a Redis of its own, and what the original reads in it. */
final class Sample implements AutoCloseable {
    static final String PREFIX = "sharq_server";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final RedisProcess redis;

    private Sample(RedisProcess redis) {
        this.redis = redis;
    }

    static Sample load() {
        try (InputStream in = resource("/sharq-1.3.0-without-ttls.rdb")) {
            Path folder = Files.createTempDirectory("sharq-sample");
            Path file = folder.resolve("sample.rdb");
            Files.write(file, in.readAllBytes());
            RedisProcess redis = RedisProcess.start("--dir", folder.toString(), "--dbfilename", "sample.rdb");
            // Redis listens before it has read the file.
            await().atMost(Patience.LIMIT)
                    .ignoreExceptions()
                    .until(() -> TestRedis.<Long>on(redis.uri(), commands -> commands.dbsize()) > 0);
            Files.delete(file);
            Files.delete(folder);
            return new Sample(redis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode expected() {
        try (InputStream in = resource("/expected.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Sample.class.getResourceAsStream(name), name);
    }

    String uri() {
        return redis.uri();
    }

    OriginalImport.Builder toImport() {
        return OriginalImport.from(RedisSettings.uri(uri()).build(), PREFIX);
    }

    @Override
    public void close() {
        redis.close();
    }
}
