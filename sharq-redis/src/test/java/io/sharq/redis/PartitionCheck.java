package io.sharq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.partition.ListedPartition;
import io.sharq.redis.script.ScriptLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds what a Redis keeps of each open partition against itself: every job is in exactly one place, the counts of the
 * queues are right, the queues in turn are those that the turns name, and nothing is there that nothing will take away. Each
 * entry is held against the others by one script, so the partition may be at work meanwhile.
 */
final class PartitionCheck {
    private static final String SCRIPT = ScriptLoader.source("check");

    private static final List<String> STEPS =
            List.of("keys", "state", "jobs", "places", "scheduled", "ready", "leases", "dead");

    private PartitionCheck() {}

    private static List<String> problems(RedisCommands<String, String> redis, String[] keys, String step) {
        List<Object> reply = redis.eval(SCRIPT, ScriptOutputType.MULTI, keys, "", step, "", "1000000", "0");
        List<String> problems = new ArrayList<>();
        for (int i = 1; i < reply.size(); i += 5) {
            String entry = (reply.get(i + 1) + "/" + reply.get(i + 2)).replaceAll("[^\\w/-]", ".");
            problems.add(keys[(int) (long) reply.get(i) - 1] + " " + entry + ": " + reply.get(i + 3));
        }
        return problems;
    }

    /** What is wrong, a line each. */
    static List<String> wrong(RedisCommands<String, String> redis, String prefix) {
        KeyNames names = new KeyNames(prefix, 0);
        List<String> wrong = new ArrayList<>();
        for (String field : redis.hkeys(new String(names.types(), UTF_8))) {
            ListedPartition.of(field.getBytes(UTF_8)).ifPresent(listed -> {
                String[] keys = Stream.of(names.partition(listed.type(), listed.partition(), listed.shards()))
                        .map(key -> new String(key, UTF_8))
                        .toArray(String[]::new);
                if (redis.exists(keys) > 0) {
                    STEPS.forEach(step -> wrong.addAll(problems(redis, keys, step)));
                }
            });
        }
        return wrong;
    }
}
