package io.sharq.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rights that docs/redis-keys.md says the backend needs.
 *
 * @param words what follows the user's name in ACL SETUSER
 */
record DocumentedRights(String words) {
    private static final Path PAGE = Path.of("..", "docs", "redis-keys.md");
    private static final Pattern RIGHTS = Pattern.compile("ACL SETUSER app (on .*(?:\\R {8}.*)*)");

    static DocumentedRights read(String prefix) throws IOException {
        Matcher documented = RIGHTS.matcher(Files.readString(PAGE));
        if (!documented.find()) {
            throw new IllegalStateException("no rights in " + PAGE);
        }
        return new DocumentedRights(
                documented.group(1).replace("<prefix>", prefix).replaceAll("\\s+", " "));
    }

    void give(RedisProcess node, String... more) {
        CommandArgs<String, String> arguments =
                new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add("app");
        for (String word : (words + " " + String.join(" ", more)).split(" ", -1)) {
            arguments.add(word);
        }
        TestRedis.on(
                node.uri(), redis -> redis.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments));
    }
}
