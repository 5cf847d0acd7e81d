package io.sharq.redis.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.ByteArrayCodec;
import io.sharq.redis.LuaChunk;
import io.sharq.redis.ScriptCalls;
import io.sharq.redis.TestRedis;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A name that an include no longer has would be noticed only where a script comes to use it. */
class ScriptNamesTest {
    /** Lua's own bound is 200; {@link ScriptCalls} needs some. */
    private static final int MOST_LOCALS = 198;

    /** What Redis gives to scripts, as far as they use it. */
    private static final Set<String> GIVEN = Set.of(
            "ARGV",
            "KEYS",
            "error",
            "ipairs",
            "math",
            "next",
            "pairs",
            "pcall",
            "redis",
            "select",
            "setmetatable",
            "string",
            "struct",
            "table",
            "tonumber",
            "tostring",
            "type",
            "unpack");

    /** So that Redis compiles it and does not run it. */
    private static final String COMPILE = """
            local compiled, fault = loadstring(ARGV[1])
            return compiled and string.dump(compiled) or redis.error_reply(fault)
            """;

    @ParameterizedTest
    @EnumSource(Script.class)
    void noScriptUsesANameThatIsNotThere(Script script) {
        LuaChunk compiled = compile(script);
        assertThat(GIVEN).containsAll(compiled.globals());
        assertThat(compiled.locals()).as("local names at once").isLessThanOrEqualTo(MOST_LOCALS);
    }

    static LuaChunk compile(Script script) {
        try (RedisClient client = RedisClient.create(TestRedis.uri())) {
            byte[] text = ScriptLoader.load(script).text().getBytes(UTF_8);
            byte[] dumped = client.connect(ByteArrayCodec.INSTANCE)
                    .sync()
                    .eval(COMPILE.getBytes(UTF_8), ScriptOutputType.VALUE, new byte[0][], new byte[][] {text});
            return new LuaChunk(dumped);
        }
    }
}
