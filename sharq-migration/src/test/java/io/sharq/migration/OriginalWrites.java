package io.sharq.migration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;

/** Writes jobs as the original does, in its key layout. */
final class OriginalWrites implements AutoCloseable {
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final String prefix;

    OriginalWrites(String uri, String prefix) {
        this.client = RedisClient.create(uri);
        this.connection = client.connect(new StringCodec(ISO_8859_1));
        this.prefix = prefix;
    }

    RedisCommands<String, String> redis() {
        return connection.sync();
    }

    String key(String name) {
        return prefix + ":" + name;
    }

    /** Enqueues a job whose payload is the string of its id, a fixstr. */
    void enqueue(String type, String queue, String job, String interval, String limit) {
        RedisCommands<String, String> redis = redis();
        redis.rpush(key(type + ":" + queue), job);
        redis.hset(key("payload"), type + ":" + queue + ":" + job, (char) (0xa0 | (job.length() & 31)) + job);
        redis.hset(key("interval"), type + ":" + queue, interval);
        redis.hset(key(type + ":" + queue + ":requeues_remaining"), job, limit);
        if (redis.zscore(key(type), queue) == null) {
            redis.zadd(key(type), (double) System.currentTimeMillis(), queue);
        }
        redis.sadd(key("ready:queue_type"), type);
    }

    /** Makes the first job of a queue active. */
    String dequeue(String type, String queue, long expiresMillis) {
        RedisCommands<String, String> redis = redis();
        String job = redis.lpop(key(type + ":" + queue));
        redis.zadd(key(type + ":active"), (double) expiresMillis, queue + ":" + job);
        redis.sadd(key("active:queue_type"), type);
        if (redis.llen(key(type + ":" + queue)) == 0) {
            redis.zrem(key(type), queue);
        }
        return job;
    }

    void finish(String type, String queue, String job) {
        RedisCommands<String, String> redis = redis();
        redis.zrem(key(type + ":active"), queue + ":" + job);
        redis.hdel(key("payload"), type + ":" + queue + ":" + job);
        redis.hdel(key(type + ":" + queue + ":requeues_remaining"), job);
    }

    @Override
    public void close() {
        client.close();
    }
}
