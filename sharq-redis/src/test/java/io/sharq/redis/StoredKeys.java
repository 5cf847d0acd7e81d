package io.sharq.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a Redis of the test's own keeps: to be compared, and to be put back. One character stands for each byte. */
final class StoredKeys implements AutoCloseable {
    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
    private static final List<String> BESIDE = List.of("evalsha", "eval", "config|resetstat", "info");

    private final RedisClient client;
    private final RedisCommands<String, String> redis;

    StoredKeys(String uri) {
        client = RedisClient.create(uri);
        redis = client.connect(new StringCodec(StandardCharsets.ISO_8859_1)).sync();
    }

    RedisCommands<String, String> redis() {
        return redis;
    }

    /** How many commands Redis runs inside the scripts of an operation. */
    int commandsOf(Runnable operation) {
        redis.configResetstat();
        operation.run();
        return CALLS.matcher(redis.info("commandstats"))
                .results()
                .filter(call -> !BESIDE.contains(call.group(1)))
                .mapToInt(StoredKeys::calls)
                .sum();
    }

    private static int calls(MatchResult call) {
        return Integer.parseInt(call.group(2));
    }

    /** Every key with its type and its content, in an order that does not depend on how it came about. */
    Map<String, String> content() {
        Map<String, String> content = new TreeMap<>();
        for (String key : redis.keys("*")) {
            content.put(key, content(key));
        }
        return content;
    }

    private String content(String key) {
        String type = redis.type(key);
        return type + " "
                + switch (type) {
                    case "hash" -> new TreeMap<>(redis.hgetall(key)).toString();
                    case "zset" ->
                        redis.zrangeWithScores(key, 0, -1).stream()
                                .map(ScoredValue::toString)
                                .collect(Collectors.joining(" "));
                    default -> new String(redis.dump(key), StandardCharsets.ISO_8859_1);
                };
    }

    /** Every key as Redis itself writes it down. */
    Map<String, byte[]> save() {
        Map<String, byte[]> saved = new TreeMap<>();
        for (String key : redis.keys("*")) {
            saved.put(key, redis.dump(key));
        }
        return saved;
    }

    void restore(Map<String, byte[]> saved) {
        List<String> keys = redis.keys("*");
        if (!keys.isEmpty()) {
            redis.del(keys.toArray(String[]::new));
        }
        saved.forEach((key, value) -> redis.restore(key, value, RestoreArgs.Builder.ttl(0)));
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
