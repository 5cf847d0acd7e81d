package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rights that docs/redis-keys.md names are those that the backend needs: no fewer, and no more. */
class RedisAclTest {
    private static final Path PAGE = Path.of("..", "docs", "redis-keys.md");
    private static final Pattern RIGHTS = Pattern.compile("ACL SETUSER app (on .*(?:\\R {8}.*)*)");
    private static final Pattern CALLED = Pattern.compile("cmdstat_([^:]+):calls");

    /** The administrator's, what Redis lets everyone do, and what the client does only where it may. */
    private static final Set<String> NOT_IN_QUESTION =
            Set.of("config|resetstat", "config", "info", "auth", "hello", "client|setinfo", "client");

    private final RedisProcess redis = RedisProcess.start();
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private String rights = "";

    @BeforeEach
    void giveTheDocumentedRights() throws IOException {
        Matcher documented = RIGHTS.matcher(Files.readString(PAGE));
        assertThat(documented.find()).isTrue();
        rights = documented.group(1).replace("<prefix>", "app").replaceAll("\\s+", " ");
        give(rights);
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void aUserWithTheDocumentedRightsMayDoEverything() {
        doEverything();
    }

    @Test
    void everyDocumentedRightIsNeeded() {
        TestRedis.on(redis.uri(), commands -> commands.configResetstat());

        doEverything();

        assertThat(commandsCalled()).isEqualTo(commandsAllowed());
    }

    /** The tests ask for INFO themselves, so that it is called says nothing: what is read of it does. */
    @Test
    void infoIsNeededForWarnings() {
        try (RedisBackend backend = RedisBackend.open(settings("app").build())) {
            assertThat(Operations.get(backend.health()).warnings()).hasSize(1);
        }
        give(rights + " -info");
        try (RedisBackend backend = RedisBackend.open(settings("app").build())) {
            assertThat(Operations.get(backend.health()).available()).isTrue();
            assertThat(Operations.get(backend.health()).warnings()).isEmpty();
        }
    }

    /** Each refusal would be a line in the log of an operator who looks for intruders. */
    @Test
    void settingsThatMayNotBeReadAreNotAskedFor() {
        TestRedis.on(redis.uri(), commands -> commands.configSet("appendonly", "yes"));
        TestRedis.on(redis.uri(), commands -> commands.configSet("appendfsync", "no"));
        try (RedisBackend backend = RedisBackend.open(settings("app").build())) {
            assertThat(Operations.get(backend.health()).warnings()).isEmpty();
        }
        assertThat(refusals()).isEmpty();
    }

    @Test
    void aUserWhoMayReadSettingsIsToldHowRedisSyncs() {
        TestRedis.on(redis.uri(), commands -> commands.configSet("appendonly", "yes"));
        TestRedis.on(redis.uri(), commands -> commands.configSet("appendfsync", "no"));
        give(rights + " +config|get");
        try (RedisBackend backend = RedisBackend.open(settings("app").build())) {
            assertThat(Operations.get(backend.health()).warnings())
                    .singleElement()
                    .asString()
                    .startsWith("appendfsync is no:");

            give(rights + " -config");

            assertThat(Operations.get(backend.health()).warnings()).isEmpty();
            assertThat(Operations.get(backend.health()).warnings()).isEmpty();
        }
        assertThat(refusals())
                .as("asked in vain once")
                .hasSize(1)
                .allSatisfy(entry -> assertThat(entry).containsEntry("count", 1L));
    }

    /** In real time, because connections come back in it. */
    @Test
    void aLostConnectionComesBackWithTheSameRights() {
        try (RedisBackend backend = RedisBackend.open(settings("app").build())) {
            TestRedis.on(redis.uri(), commands -> commands.clientKill(KillArgs.Builder.user("app")));

            await().atMost(Patience.LIMIT)
                    .until(() -> Operations.get(backend.health()).available());
        }
    }

    @Test
    void aRefusedRightIsRejectedAndSaidByName() {
        give(rights + " -evalsha");
        try (RedisBackend backend = RedisBackend.open(settings("app").build())) {
            assertThatThrownBy(() -> new Operations(backend).enqueue("user001", "job-1", 0))
                    .hasCauseInstanceOf(BackendException.class)
                    .hasStackTraceContaining("evalsha");
        }
    }

    /** Each right by itself, because a script that lacks one in its middle would leave a half behind. */
    @Test
    void aRightThatAScriptNeedsIsMissedAtTheOpening() {
        Set<String> needed = new TreeSet<>(commandsAllowed());
        needed.removeAll(Set.of("eval", "evalsha", "subscribe", "select"));
        assertThat(needed).hasSizeGreaterThan(15);
        for (String command : needed) {
            give(rights + " -" + command);
            assertThatThrownBy(() -> RedisBackend.open(settings("app").build()))
                    .as(command)
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.REJECTED))
                    .hasMessageContaining("+" + command);
            give(rights);
        }
        long keys = TestRedis.on(redis.uri(), commands -> commands.dbsize());
        assertThat(keys).isZero();
    }

    @Test
    void anotherPrefixIsOutOfReach() {
        assertThatThrownBy(() -> RedisBackend.open(settings("other").build()))
                .isInstanceOf(BackendException.class)
                .hasStackTraceContaining("NOPERM");
    }

    /** With a clock of its own, with the server's, and in a database other than the first. */
    private void doEverything() {
        try (RedisBackend backend =
                RedisBackend.open(settings("app").clock(time).build())) {
            new EveryOperation(backend, time).run();
        }
        try (RedisBackend backend =
                RedisBackend.open(settings("app").database(1).build())) {
            assertThat(Operations.get(backend.health()).available()).isTrue();
        }
    }

    private RedisSettings.Builder settings(String prefix) {
        return RedisSettings.uri(redis.uri()).keyPrefix(prefix).username("app").password("PASSWORD");
    }

    private void give(String words) {
        CommandArgs<String, String> arguments =
                new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add("app");
        for (String word : words.split(" ", -1)) {
            arguments.add(word);
        }
        TestRedis.on(
                redis.uri(),
                commands -> commands.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments));
    }

    private List<Map<String, Object>> refusals() {
        return TestRedis.on(redis.uri(), commands -> commands.aclLog());
    }

    private Set<String> commandsAllowed() {
        Set<String> allowed = new TreeSet<>();
        Arrays.stream(rights.split(" ", -1))
                .filter(word -> word.startsWith("+"))
                .forEach(word -> allowed.add(word.substring(1)));
        allowed.removeAll(NOT_IN_QUESTION);
        return allowed;
    }

    private Set<String> commandsCalled() {
        String statistics = TestRedis.on(redis.uri(), commands -> commands.info("commandstats"));
        Set<String> called = new TreeSet<>();
        Matcher command = CALLED.matcher(statistics);
        while (command.find()) {
            called.add(command.group(1));
        }
        called.removeAll(NOT_IN_QUESTION);
        return called;
    }
}
