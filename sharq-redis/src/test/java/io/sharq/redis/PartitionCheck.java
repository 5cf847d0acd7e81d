package io.sharq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds what a Redis keeps of each open partition against itself: every job is in exactly one place, the counts of the
 * queues are right, the queues in turn are those that the turns name, and nothing is there that nothing will take away. A
 * partition is read by one script, so it may be at work meanwhile.
 */
final class PartitionCheck {
    private static final String SCRIPT = ScriptLoader.source("check");

    private PartitionCheck() {}

    /** What is wrong, a line each. */
    static List<String> wrong(RedisCommands<String, String> redis, String prefix) {
        KeyNames names = new KeyNames(prefix, 0);
        List<String> wrong = new ArrayList<>();
        for (String field : redis.hkeys(new String(names.types(), UTF_8))) {
            ListedPartition.of(field.getBytes(UTF_8)).ifPresent(listed -> {
                String[] keys = Stream.of(names.partition(listed.type(), listed.partition(), listed.shards()))
                        .map(key -> new String(key, UTF_8))
                        .toArray(String[]::new);
                wrong.addAll(redis.eval(SCRIPT, ScriptOutputType.MULTI, keys));
            });
        }
        return wrong;
    }
}
