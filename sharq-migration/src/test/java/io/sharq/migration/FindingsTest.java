package io.sharq.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.redis.RedisProcess;
import io.sharq.redis.settings.RedisSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an import cannot move as it is, it reports and keeps; a dry run reports the same and changes nothing. */
class FindingsTest {
    private static final RedisProcess REDIS = RedisProcess.start();

    private final OriginalWrites original = new OriginalWrites(REDIS.uri(), "a:[pp]*");
    private final SharQ target = SharQ.builder()
            .backend(InMemoryBackend.create())
            .settings(SharQSettings.builder().maxPayloadSize(1_000).build())
            .upkeep(false)
            .open();

    @AfterAll
    static void stop() {
        REDIS.close();
    }

    @BeforeEach
    void empty() {
        original.redis().flushall();
    }

    @AfterEach
    void close() {
        target.close();
        original.close();
    }

    private static OriginalImport.Builder move() {
        return OriginalImport.from(RedisSettings.uri(REDIS.uri()).build(), "a:[pp]*")
                .longestWait(Duration.ZERO);
    }

    /** Runs dry and then for real; both report the same of the kind. */
    private ImportReport reported(FindingKind kind, String... subjects) {
        String before = dump();
        ImportReport plan = move().build().plan(target);
        assertThat(dump()).as("a dry run changes nothing").isEqualTo(before);
        assertThat(plan.finding(kind).orElseThrow().examples()).containsExactlyInAnyOrder(subjects);
        ImportReport done = move().build().run(target);
        assertThat(done.finding(kind).orElseThrow().examples()).containsExactlyInAnyOrder(subjects);
        assertThat(done.finding(kind).orElseThrow().count()).isEqualTo(subjects.length);
        assertThat(done.moved()).isEqualTo(plan.movable());
        assertThat(done.isComplete()).isEqualTo(!kind.isLeft());
        return done;
    }

    private String dump() {
        StringBuilder all = new StringBuilder();
        original.redis().keys("*").stream()
                .sorted()
                .forEach(key -> all.append(key)
                        .append(Arrays.hashCode(original.redis().dump(key)))
                        .append('\n'));
        return all.toString();
    }

    @Test
    void aNameThatIsRefusedStays() {
        original.enqueue("s ms", "q", "j", "0", "-1");
        reported(FindingKind.REFUSED_TYPE, "s ms");
        original.redis().flushall();
        original.enqueue("sms", "q q", "j", "0", "-1");
        reported(FindingKind.REFUSED_QUEUE, "sms:q q");
        assertThat(original.redis().zscore("a:[pp]*:sms", "q q"))
                .as("the original still serves it")
                .isLessThan(1e13);
        original.redis().flushall();
        original.enqueue("sms", "q", "j j", "0", "-1");
        original.enqueue("sms", "q", "fine", "0", "-1");
        assertThat(reported(FindingKind.REFUSED_JOB, "sms:q:j j").moved()).isEqualTo(1);
        assertThat(original.redis().hgetall("a:[pp]*::import:aside")).containsEntry("sms:q:j j", "REFUSED_JOB");
        assertThat(original.redis().hexists("a:[pp]*:payload", "sms:q:j j")).isTrue();
    }

    @Test
    void aPayloadThatIsMissingOrTooLargeIsSetAside() {
        original.enqueue("sms", "q", "j", "0", "-1");
        original.redis().del("a:[pp]*:payload");
        reported(FindingKind.NO_PAYLOAD, "sms:q:j");
        original.redis().flushall();
        original.enqueue("sms", "q", "j", "0", "-1");
        original.redis().hset("a:[pp]*:payload", "sms:q:j", "\u00da\u0004\u0000" + "x".repeat(1_024));
        reported(FindingKind.OVERSIZED, "sms:q:j");
        assertThat(original.redis().hget("a:[pp]*:payload", "sms:q:j")).hasSize(1_027);
    }

    @Test
    void aPayloadThatIsNoMessagePackComesAsItIs() {
        original.enqueue("sms", "q", "j", "0", "-1");
        original.redis().hset("a:[pp]*:payload", "sms:q:j", "\"no message\"");
        reported(FindingKind.UNDECODABLE, "sms:q:j");
        assertThat(target.dequeue("sms").orElseThrow().payload().toByteArray())
                .asString()
                .isEqualTo("\"no message\"");
    }

    @Test
    void anIntervalThatCannotBeUsedIsReported() {
        original.enqueue("sms", "q", "j", "fast", "-1");
        reported(FindingKind.UNREADABLE_INTERVAL, "sms:q");
        assertThat(original.redis().zscore("a:[pp]*:sms", "q")).isLessThan(1e13);
        original.redis().flushall();
        original.enqueue("sms", "none", "j", "0", "-1");
        original.redis().del("a:[pp]*:interval");
        reported(FindingKind.NO_INTERVAL, "sms:none");
        original.redis().flushall();
        original.enqueue("sms", "half", "j", "1000.5", "-1");
        reported(FindingKind.CLAMPED_INTERVAL, "sms:half");
        assertThat(target.queue(new QueueKey("sms", "half"))
                        .describe()
                        .orElseThrow()
                        .interval())
                .isEqualTo(Duration.ofMillis(1_001));
    }

    @Test
    void limitsOutsideAreReported() {
        original.enqueue("sms", "q", "none", "0", "-1");
        original.redis().hdel("a:[pp]*:sms:q:requeues_remaining", "none");
        original.enqueue("sms", "q", "word", "0", "often");
        reported(FindingKind.NO_LIMIT, "sms:q:none", "sms:q:word");
        original.enqueue("sms", "r", "huge", "0", "99999999999999999999");
        original.enqueue("sms", "r", "less", "0", "-7");
        reported(FindingKind.CLAMPED_LIMIT, "sms:r:huge", "sms:r:less");
    }

    @Test
    void aJobThatTheTargetHoldsIsSetAside() {
        target.enqueue(NewJob.of("sms", "q", "j", "new"));
        original.enqueue("sms", "q", "j", "0", "-1");

        ImportReport done = move().build().run(target);

        assertThat(done.finding(FindingKind.ALREADY_THERE).orElseThrow().examples())
                .containsExactly("sms:q:j");
        assertThat(done.isComplete()).isFalse();
        assertThat(original.redis().hexists("a:[pp]*:payload", "sms:q:j")).isTrue();
    }

    @Test
    void orphansEmptyTypesAndWrongTypesAreReported() {
        original.enqueue("sms", "q", "j", "0", "-1");
        original.redis().hset("a:[pp]*:payload", "sms:gone:j", "\u00c0");
        original.redis().sadd("a:[pp]*:ready:queue_type", "left");
        original.redis().sadd("a:[pp]*:ready:queue_type", "payload");
        original.redis().zadd("a:[pp]*:sms:active", 1, "no-colon");

        ImportReport plan = move().build().plan(target);
        ImportReport done = move().build().run(target);

        assertThat(plan.finding(FindingKind.ORPHAN_PAYLOAD).orElseThrow().examples())
                .containsExactly("sms:gone:j");
        assertThat(done.finding(FindingKind.ORPHAN_PAYLOAD)).isEqualTo(plan.finding(FindingKind.ORPHAN_PAYLOAD));
        assertThat(done.finding(FindingKind.EMPTY_TYPE).orElseThrow().examples())
                .contains("left");
        assertThat(done.finding(FindingKind.WRONG_TYPE).orElseThrow().examples())
                .containsExactly("payload");
        assertThat(done.finding(FindingKind.UNREADABLE_LEASE).orElseThrow().examples())
                .containsExactly("sms:no-colon");
    }

    @Test
    void aQueueWithAnActiveJobWaitsAndIsMovedByALaterRun() {
        original.enqueue("sms", "q", "held", "0", "5");
        original.enqueue("sms", "q", "next", "0", "5");
        original.enqueue("sms", "r", "other", "0", "5");
        original.dequeue("sms", "q", System.currentTimeMillis() + 3_600_000);

        ImportReport first = move().build().run(target);

        assertThat(first.finding(FindingKind.ACTIVE).orElseThrow().examples()).containsExactly("sms:q:held");
        assertThat(first.isComplete()).isFalse();
        assertThat(first.moved()).isEqualTo(1);
        assertThat(move().activeJobs(ActiveJobs.TAKE_OVER).build().run(target).isComplete())
                .as("its lease has not ended")
                .isFalse();
        original.finish("sms", "q", "held");
        assertThat(move().build().run(target).moved()).isEqualTo(1);
    }

    @Test
    void onlyTheQueuesThatAreNamedAreMoved() {
        original.enqueue("sms", "q", "j", "0", "-1");
        original.enqueue("sms", "r", "j", "0", "-1");
        original.enqueue("call", "q", "j", "0", "-1");

        assertThat(move().type("sms").queue("q").build().plan(target).movable()).isEqualTo(1);
        assertThat(move().type("sms").queue("q").build().run(target).moved()).isEqualTo(1);
        assertThat(original.redis().zscore("a:[pp]*:sms", "r")).isLessThan(1e13);
        assertThat(move().type("sms").build().run(target).moved()).isEqualTo(1);
        assertThat(original.redis().smembers("a:[pp]*:ready:queue_type")).containsExactly("call");
        assertThat(move().build().run(target).moved()).isEqualTo(1);
    }

    @Test
    void aBackOutGivesTheRestBackToTheOriginal() {
        original.enqueue("sms", "q", "j", "1000", "-1");
        double before = original.redis().zscore("a:[pp]*:sms", "q");
        original.dequeue("sms", "q", System.currentTimeMillis() + 3_600_000);
        original.enqueue("sms", "q", "k", "1000", "-1");
        original.redis().zadd("a:[pp]*:sms", before, "q");
        assertThat(move().build().run(target).isComplete()).isFalse();
        assertThat(original.redis().zscore("a:[pp]*:sms", "q")).isGreaterThan(1e15);

        assertThat(move().build().backOut()).isEmpty();

        assertThat(original.redis().zscore("a:[pp]*:sms", "q")).isEqualTo(before);
        assertThat(original.redis().keys("*import*")).isEmpty();
    }

    @Test
    void aHoldOfAnOperatorStays() {
        QueueKey queue = new QueueKey("sms", "q");
        target.queue(queue).configure(QueueSettings.change().holdFor(Duration.ofHours(1), "Retry-After"));
        Instant until = target.queue(queue).describe().orElseThrow().heldUntil().orElseThrow();
        original.enqueue("sms", "q", "j", "0", "-1");

        move().build().run(target);

        assertThat(target.queue(queue).describe().orElseThrow().heldUntil()).contains(until);
        assertThat(target.queue(queue).describe().orElseThrow().holdReason()).isEqualTo("Retry-After");
    }

    @Test
    void whatTheOriginalsProducersAddIsMovedByTheNextRun() {
        original.enqueue("sms", "q", "one", "0", "-1");
        assertThat(move().build().run(target).moved()).isEqualTo(1);
        original.enqueue("sms", "q", "two", "0", "-1");
        assertThat(original.redis().zscore("a:[pp]*:sms", "q")).as("fenced").isGreaterThan(1e15);
        assertThat(move().build().run(target).moved()).isEqualTo(1);
        assertThat(List.of(
                        target.dequeue("sms").orElseThrow().job().id(),
                        target.dequeue("sms").orElseThrow().job().id()))
                .containsExactly("one", "two");
    }
}
