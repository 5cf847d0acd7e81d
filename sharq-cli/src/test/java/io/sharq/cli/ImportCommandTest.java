package io.sharq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.Delivery;
import io.sharq.SharQ;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.settings.RedisSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImportCommandTest {
    private static final StoredJobs STORE = new StoredJobs();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        STORE.close();
    }

    @BeforeEach
    void write() {
        STORE.<Boolean>ask(redis -> {
            redis.flushall();
            enqueue(redis, "sms", "user001", "job-1", "\u0001");
            enqueue(redis, "sms", "user001", "job-2", "\u0002");
            return true;
        });
    }

    private static void enqueue(
            RedisCommands<String, String> redis, String type, String queue, String job, String payload) {
        redis.rpush("old:" + type + ":" + queue, job);
        redis.hset("old:payload", type + ":" + queue + ":" + job, payload);
        redis.hset("old:interval", type + ":" + queue, "0");
        redis.hset("old:" + type + ":" + queue + ":requeues_remaining", job, "-1");
        redis.zadd("old:" + type, 1, queue);
        redis.sadd("old:ready:queue_type", type);
    }

    @Test
    void withoutApplyNothingIsChanged() {
        Ran dry = Ran.sharq("import", "--redis", STORE.uri(), "--prefix", "new", "--from-prefix", "old");

        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("1 types, 1 queues, 2 waiting jobs, 0 active jobs")
                .contains("2 waiting jobs can be moved. Nothing was changed; --apply moves them.");
        assertThat(STORE.<Long>ask(redis -> redis.llen("old:sms:user001"))).isEqualTo(2);
    }

    @Test
    void theJobsComeInTheirOrder() {
        Ran moved = Ran.sharq(
                "import", "--redis", STORE.uri(), "--prefix", "new", "--from-prefix", "old", "--apply", "--json");

        assertThat(moved.exitCode()).as(moved.err()).isZero();
        JsonNode report = moved.json();
        assertThat(report.get("moved").asInt()).isEqualTo(2);
        assertThat(report.get("complete").asBoolean()).isTrue();
        try (SharQ sharq = SharQ.open(RedisBackend.open(
                RedisSettings.uri(STORE.uri()).keyPrefix("new").build()))) {
            Delivery first = sharq.dequeue("sms").orElseThrow();
            assertThat(first.job().id()).isEqualTo("job-1");
            assertThat(first.json().asInt()).isEqualTo(1);
            assertThat(sharq.dequeue("sms").orElseThrow().job().id()).isEqualTo("job-2");
        }
    }

    @Test
    void theConfigurationFileOfTheOriginalNamesItsKeys() throws IOException {
        Path file = Files.writeString(
                folder.resolve("sharq.conf"),
                "[sharq]\njob_expire_interval : 1000 ; in milliseconds\n[redis]\nkey_prefix : old\nport : "
                        + STORE.uri().replaceAll(".*:", "") + "\nclustered : false\n");

        Ran moved = Ran.sharq(
                Map.of("SHARQ_REDIS_URI", STORE.uri(), "SHARQ_REDIS_KEY_PREFIX", "new"),
                "import",
                "--from-config",
                file.toString(),
                "--apply");

        assertThat(moved.exitCode()).as(moved.err()).isZero();
        assertThat(moved.out()).contains("2 jobs were moved.");
    }

    @Test
    void whatStaysIsAFailure() {
        STORE.<Boolean>ask(redis -> {
            enqueue(redis, "sms", "a b", "job-1", "\u0001");
            return true;
        });

        Ran moved = Ran.sharq("import", "--redis", STORE.uri(), "--prefix", "new", "--from-prefix", "old", "--apply");

        assertThat(moved.exitCode()).isEqualTo(1);
        assertThat(moved.out()).contains("! REFUSED_QUEUE, 1: ", "sms:a b", "2 jobs were moved.");
    }

    /** An id may begin as an option does, look like a variable, or name a file as an argument file is named. */
    @Test
    void aQueueIsNamedAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("ids"), "user001");
        for (String id : List.of("@" + file, "--apply", "-1", "$HOME", "a,b", "a=b", "%40home", "*", "~", "#1", "..")) {
            STORE.<Boolean>ask(redis -> {
                enqueue(redis, "sms", id, "job-1", "\u0001");
                return true;
            });

            Ran moved = importOf("--queue=" + id);

            assertThat(moved.exitCode()).as(id + ": " + moved.err()).isZero();
            assertThat(moved.json().get("moved").asInt()).as(id).isEqualTo(1);
        }
        String named = "@" + file;
        STORE.<Boolean>ask(redis -> {
            enqueue(redis, "sms", named, "job-2", "\u0001");
            return true;
        });
        assertThat(importOf("--queue", named).json().get("moved").asInt()).isEqualTo(1);
        assertThat(STORE.<Long>ask(redis -> redis.llen("old:sms:user001"))).isEqualTo(2);
    }

    private static Ran importOf(String... queue) {
        List<String> arguments = new ArrayList<>(List.of(
                "import",
                "--redis",
                STORE.uri(),
                "--prefix",
                "new",
                "--from-prefix",
                "old",
                "--type",
                "sms",
                "--apply"));
        arguments.add("--json");
        arguments.addAll(List.of(queue));
        return Ran.sharq(arguments.toArray(String[]::new));
    }

    @Test
    void aBackOutGivesQueuesBack() {
        STORE.<Long>ask(redis -> redis.zadd("old:sms:active", 9e12, "user001:held"));
        String[] apply = {
            "import", "--redis", STORE.uri(), "--prefix", "new", "--from-prefix", "old", "--wait", "0", "--apply"
        };
        assertThat(Ran.sharq(apply).exitCode()).isEqualTo(1);

        Ran back = Ran.sharq("import", "--redis", STORE.uri(), "--prefix", "new", "--from-prefix", "old", "--back-out");

        assertThat(back.exitCode()).as(back.err()).isZero();
        assertThat(STORE.<Double>ask(redis -> redis.zscore("old:sms", "user001")))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --redis redis://h --queue q              | --queue needs one --type
            --redis redis://h --apply --back-out     | --apply and --back-out exclude each other
            --redis redis://h --active now           | --active: It must be wait or take-over, but is now.
            --redis redis://h --wait -1              | --wait: It must be at least 0
            --redis redis://h --from x               | --from: It must be a redis://
            --redis redis://h --from-clustered       | --from-clustered needs --from
            --from redis://h --from-config f         | --from-config and --from exclude each other
            --apply                                  | no Redis is named
            """)
    void anOptionThatCannotBeUsedIsNamed(String options, String fault) {
        Ran ran = Ran.sharq(("import " + options).split(" ", -1));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("sharq import: ").contains(fault).contains("Try 'sharq import --help'.");
        assertThat(ran.out()).isEmpty();
    }
}
