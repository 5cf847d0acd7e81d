package io.sharq.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One call of a script, which can be stopped where it calls Redis. What it calls is counted by a {@code redis} of the
 * test's own, which the script cannot tell from the real one.
 *
 * @param script the script
 * @param keys its keys
 * @param arguments its arguments
 */
public record ScriptCalls(Script script, List<String> keys, List<String> arguments) {
    static final Set<String> WRITES = Set.of("HSET", "HSETNX", "HDEL", "ZADD", "ZREM", "DEL", "PUBLISH");

    /** The number of the command to stop at is one argument more than the script has, so that Redis compiles it once. */
    private static final String COUNTED = """
            local redis = (function(real)
              local seen, declared, stop_at = {}, {}, tonumber(table.remove(ARGV))
              for _, key in ipairs(KEYS) do
                declared[key] = true
              end
              local function counted(call)
                return function(...)
                  local name, key = ...
                  seen[#seen + 1] = name
                  if #seen == stop_at then
                    error('STOPPED:' .. name .. ';')
                  end
                  if name ~= 'TIME' and name ~= 'PUBLISH' and not declared[key] then
                    error('UNDECLARED:' .. name .. ' ' .. tostring(key) .. ';')
                  end
                  return call(...)
                end
              end
              return { call = counted(real.call), pcall = counted(real.pcall), seen = seen }
            end)(redis)
            """;

    /**
     * Runs it to its end.
     *
     * @return the commands that it issued
     */
    List<String> run(RedisCommands<String, String> redis) {
        return eval(redis, COUNTED + "local reply = (function()\n" + text() + "\nend)()\nreturn redis.seen", 0);
    }

    /** Runs it up to its n-th command, which it does not issue. */
    void runUpTo(RedisCommands<String, String> redis, int n) {
        try {
            eval(redis, COUNTED + text(), n);
        } catch (RedisCommandExecutionException e) {
            if (String.valueOf(e.getMessage()).contains("STOPPED:")) {
                return;
            }
            throw e;
        }
        throw new AssertionError(script + " has no command " + n);
    }

    private String text() {
        return ScriptLoader.load(script).text();
    }

    private List<String> eval(RedisCommands<String, String> redis, String text, int stopAt) {
        List<String> all = new ArrayList<>(arguments);
        all.add(Integer.toString(stopAt));
        return redis.eval(text, ScriptOutputType.MULTI, keys.toArray(String[]::new), all.toArray(String[]::new));
    }
}
