package io.sharq.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.redis.RedisProcess;
import io.sharq.redis.settings.RedisSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * An import that is interrupted before or after any of its steps, and repeated, loses no job and brings none twice, although
 * the target has finished what it could release in between.
 */
class InterruptedImportTest {
    private static final RedisProcess REDIS = RedisProcess.start();
    private static final Set<String> READS =
            Set.of("type", "exists", "scan", "hscan", "zscan", "sscan", "read aside", "peek");
    private static final int QUEUES = 3;
    private static final int JOBS = 7;

    @AfterAll
    static void stop() {
        REDIS.close();
    }

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Interrupted(String step) {
            super(step);
        }
    }

    @Test
    void nothingIsLostAndNothingComesTwice() {
        int points = 0;
        boolean isReached = true;
        while (isReached) {
            isReached = interruptedAt(points);
            points++;
        }
        System.out.println("An import was interrupted at each of " + (points - 1) + " points, and repeated");
        assertThat(points).isGreaterThan(30);
    }

    /** Returns false if the import ends before that point. */
    private static boolean interruptedAt(int point) {
        try (OriginalWrites original = new OriginalWrites(REDIS.uri(), "app");
                SharQ target = SharQ.builder()
                        .backend(InMemoryBackend.create())
                        .settings(SharQSettings.builder().maxBatchSize(4).build())
                        .upkeep(false)
                        .open()) {
            original.redis().flushall();
            write(original);
            Map<String, List<String>> delivered = new TreeMap<>();
            boolean isReached = false;
            AtomicInteger at = new AtomicInteger();
            try {
                run(target, (step, isDone) -> {
                    if (!READS.contains(step) && at.getAndIncrement() == point) {
                        throw new Interrupted((isDone ? "after " : "before ") + step);
                    }
                });
            } catch (Interrupted e) {
                isReached = true;
                drain(target, delivered);
            }
            ImportReport report = run(target, Steps.Observer.NONE);
            drain(target, delivered);

            assertThat(delivered).as("interrupted at point " + point).isEqualTo(expected());
            assertThat(report.isComplete()).as(report.toString()).isTrue();
            assertThat(original.redis().keys("app::import:staged:*")).isEmpty();
            assertThat(original.redis().exists("app::import:held", "app:ready:queue_type", "app:active:queue_type"))
                    .isZero();
            assertThat(original.redis().hkeys("app:payload")).containsExactly("sms:q1:dies");
            return isReached;
        }
    }

    private static ImportReport run(SharQ target, Steps.Observer observer) {
        return OriginalImport.from(RedisSettings.uri(REDIS.uri()).build(), "app")
                .activeJobs(ActiveJobs.TAKE_OVER)
                .threads(1)
                .observer(observer)
                .build()
                .run(target);
    }

    private static void write(OriginalWrites original) {
        original.enqueue("sms", "q0", "back", "0", "2");
        original.enqueue("sms", "q1", "dies", "0", "0");
        original.dequeue("sms", "q0", 1);
        original.dequeue("sms", "q1", 2);
        for (int queue = 0; queue < QUEUES; queue++) {
            for (int job = 0; job < JOBS; job++) {
                original.enqueue("sms", "q" + queue, "job-" + job, "0", "-1");
            }
        }
    }

    private static Map<String, List<String>> expected() {
        Map<String, List<String>> expected = new TreeMap<>();
        for (int queue = 0; queue < QUEUES; queue++) {
            List<String> jobs = new ArrayList<>(queue == 0 ? List.of("back") : List.of());
            for (int job = 0; job < JOBS; job++) {
                jobs.add("job-" + job);
            }
            expected.put("q" + queue, jobs);
        }
        return expected;
    }

    /** Dequeues and finishes all that may be released, so that the target forgets it. */
    private static void drain(SharQ target, Map<String, List<String>> delivered) {
        while (true) {
            List<Delivery> batch =
                    target.dequeue(DequeueOptions.of("sms").count(4)).jobs();
            if (batch.isEmpty()) {
                return;
            }
            batch.forEach(delivery -> {
                delivered
                        .computeIfAbsent(delivery.job().queue().id(), unused -> new ArrayList<>())
                        .add(delivery.job().id());
                target.finish(delivery);
            });
        }
    }

    @Test
    void aQueueWhoseMoveWasInterruptedIsNotGivenBack() {
        try (OriginalWrites original = new OriginalWrites(REDIS.uri(), "app");
                SharQ target = SharQ.open(InMemoryBackend.create())) {
            original.redis().flushall();
            write(original);
            assertThatThrownBy(() -> run(target, (step, isDone) -> {
                        if (step.equals("enqueue") && isDone) {
                            throw new Interrupted(step);
                        }
                    }))
                    .isInstanceOf(Interrupted.class);

            List<String> fenced = OriginalImport.from(
                            RedisSettings.uri(REDIS.uri()).build(), "app")
                    .build()
                    .backOut();

            assertThat(fenced).containsExactlyInAnyOrder("sms:q0", "sms:q1", "sms:q2");
        }
    }
}
