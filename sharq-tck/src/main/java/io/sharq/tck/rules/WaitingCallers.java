package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.BATCH_IS_ITS_SINGLES;
import static io.sharq.tck.rules.Titles.LEASES_FENCE;
import static io.sharq.tck.rules.Titles.NOTHING_LOST;
import static io.sharq.tck.rules.Titles.ORDERED_QUEUES;
import static io.sharq.tck.rules.Titles.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.spi.EnqueueItem;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Trial;
import io.sharq.tck.facade.Callers;
import io.sharq.tck.facade.Callers.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The rules on waiting callers and on batches, for a facade above a backend. Mix it into a test of the facade. */
public interface WaitingCallers {
    /** Longer than any try takes. */
    Duration LONG = Duration.ofMinutes(10);

    /** The length of the leases. */
    Duration LEASE = Duration.ofSeconds(30);

    /**
     * Begins a try on an empty backend whose clock stands still.
     *
     * @return callers, to be closed
     */
    Callers beginCalls();

    /**
     * The longest time, in real time, to wait for a result that must come. Replies and notifications take time to
     * arrive.
     *
     * @return the span
     */
    default Duration patience() {
        return Duration.ofSeconds(60);
    }

    /**
     * Several callers wait for the jobs of an ordered queue. One of them holds all active jobs.
     *
     * @param counts the most jobs of each caller
     * @param jobs the number of jobs
     */
    @Property(tries = 12, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Label(ORDERED_QUEUES + "of an ordered queue one waiting caller holds all jobs that are active")
    default void oneCallerHoldsAllActiveJobsOfAnOrderedQueue(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 3) Integer> counts,
            @ForAll @IntRange(min = 2, max = 9) int jobs) {
        try (Callers callers = beginCalls()) {
            List<CompletableFuture<List<Held>>> waiting = wait(callers, counts);
            callers.enqueue(IntStream.range(0, jobs)
                    .mapToObj(i -> job("queue", i, new QueueChange(null, true, null)))
                    .toList());
            int next = 0;
            for (int i = 0; i < counts.size() && next < jobs; i++) {
                List<Held> held = get(callers, waiting.get(i));
                assertThat(held).hasSize(Math.min(counts.get(i), jobs - next));
                for (Held job : held) {
                    assertThat(job.jobId()).isEqualTo("job-" + next++);
                }
                callers.pass();
                assertThat(callers.active("queue")).isEqualTo(held.size());
                held.forEach(callers::finish);
            }
            leave(waiting);
        }
    }

    /**
     * Callers that wait when jobs arrive get what dequeues in the order of their arrival would get.
     *
     * @param counts the most jobs of each caller
     * @param queues the queue of each job
     * @param kinds the kind of each queue
     */
    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Label(BATCH_IS_ITS_SINGLES + "callers that wait get what as many dequeues in their order get")
    default void waitingCallersGetWhatDequeuesInTheirOrderGet(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 4) Integer> counts,
            @ForAll @Size(min = 2, max = 12) List<@IntRange(max = 2) Integer> queues,
            @ForAll @Size(3) List<@IntRange(max = 3) Integer> kinds) {
        List<EnqueueItem> jobs = IntStream.range(0, queues.size())
                .mapToObj(i -> job("queue-" + queues.get(i), i, kind(kinds.get(queues.get(i)))))
                .toList();
        List<List<String>> expected = new ArrayList<>();
        try (Callers alone = beginCalls()) {
            alone.enqueue(jobs);
            for (int count : counts) {
                expected.add(ids(get(alone, alone.dequeue(count, LEASE, Duration.ZERO))));
            }
        }
        try (Callers callers = beginCalls()) {
            List<CompletableFuture<List<Held>>> waiting = wait(callers, counts);
            callers.enqueue(jobs);
            for (int i = 0; i < counts.size(); i++) {
                if (expected.get(i).isEmpty()) {
                    assertThat(waiting.get(i)).isNotDone();
                } else {
                    assertThat(ids(get(callers, waiting.get(i)))).isEqualTo(expected.get(i));
                }
            }
            leave(waiting);
        }
    }

    private static QueueChange kind(int kind) {
        return switch (kind) {
            case 0 -> QueueChange.NONE;
            case 1 -> new QueueChange(null, true, null);
            case 2 -> new QueueChange(null, null, 2);
            default -> QueueChange.interval(60_000);
        };
    }

    /**
     * Each caller gets a lease of the length that it requested.
     *
     * @param seconds the length of each caller's lease
     */
    @Property(tries = 6, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Label(LEASES_FENCE + "each waiting caller has a lease of its own length")
    default void eachCallerHasALeaseOfItsOwnLength(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 90) Integer> seconds) {
        try (Callers callers = beginCalls()) {
            List<CompletableFuture<List<Held>>> waiting = seconds.stream()
                    .map(each -> callers.dequeue(1, Duration.ofSeconds(each), LONG))
                    .toList();
            callers.enqueue(free(seconds.size()));
            List<String> leases = new ArrayList<>();
            for (int i = 0; i < seconds.size(); i++) {
                Held held = get(callers, waiting.get(i)).get(0);
                assertThat(held.expiresAt()).isEqualTo(callers.now().plusSeconds(seconds.get(i)));
                leases.add(held.lease());
            }
            assertThat(leases).doesNotHaveDuplicates();
        }
    }

    /**
     * Each arriving job serves one caller, in the order of the callers' arrival, however many jobs arrive at a time.
     *
     * @param arrivals how many jobs arrive at a time
     */
    @Property(tries = 8, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Label(WAITING + "each job that comes serves the caller that has waited longest")
    default void eachJobServesTheCallerThatHasWaitedLongest(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 4) Integer> arrivals) {
        try (Callers callers = beginCalls()) {
            int jobs = arrivals.stream().mapToInt(Integer::intValue).sum();
            List<CompletableFuture<List<Held>>> waiting = wait(
                    callers, IntStream.range(0, jobs + 2).map(i -> 1).boxed().toList());
            int come = 0;
            for (int arrival : arrivals) {
                callers.enqueue(free(come, come + arrival));
                for (int end = come + arrival; come < end; come++) {
                    assertThat(ids(get(callers, waiting.get(come)))).containsExactly("job-" + come);
                }
            }
            callers.pass();
            assertThat(waiting.subList(jobs, jobs + 2)).noneMatch(CompletableFuture::isDone);
            leave(waiting);
        }
    }

    /**
     * A cancelled caller keeps no job from those that still wait.
     *
     * @param stays which callers stay
     */
    @Property(tries = 8, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Label(NOTHING_LOST + "a caller that has gone keeps no job from those that wait")
    default void aCallerThatHasGoneKeepsNoJob(@ForAll @Size(min = 2, max = 6) List<Boolean> stays) {
        try (Callers callers = beginCalls()) {
            List<CompletableFuture<List<Held>>> waiting =
                    wait(callers, stays.stream().map(each -> 1).toList());
            List<CompletableFuture<List<Held>>> staying = new ArrayList<>();
            for (int i = 0; i < stays.size(); i++) {
                if (stays.get(i)) {
                    staying.add(waiting.get(i));
                } else {
                    waiting.get(i).cancel(false);
                }
            }
            if (!staying.isEmpty()) {
                callers.enqueue(free(staying.size()));
            }
            List<String> served = new ArrayList<>();
            for (CompletableFuture<List<Held>> each : staying) {
                served.addAll(ids(get(callers, each)));
            }
            assertThat(served)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, staying.size())
                            .mapToObj(i -> "job-" + i)
                            .toList());
        }
    }

    /**
     * A wait shorter than a round trip to the store gets a job that is ready.
     *
     * @param jobs how many jobs are ready
     * @param count how many callers come
     */
    @Property(tries = 8, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Label(WAITING + "the shortest wait gets a job that is ready")
    default void theShortestWaitGetsAJobThatIsReady(
            @ForAll @IntRange(max = 4) int jobs, @ForAll @IntRange(min = 1, max = 4) int count) {
        try (Callers callers = beginCalls()) {
            callers.enqueue(free(Math.max(1, jobs)));
            if (jobs == 0) {
                callers.finish(
                        get(callers, callers.dequeue(1, LEASE, Duration.ZERO)).get(0));
            }
            List<CompletableFuture<List<Held>>> waiting = IntStream.range(0, count)
                    .mapToObj(i -> callers.dequeue(1, LEASE, callers.shortestWait()))
                    .toList();
            List<String> served = new ArrayList<>();
            for (CompletableFuture<List<Held>> each : waiting) {
                served.addAll(ids(get(callers, each)));
            }
            assertThat(served).doesNotHaveDuplicates().hasSize(Math.min(jobs, count));
            assertThat(callers.active("queue")).isEqualTo(served.size());
        }
    }

    private static List<CompletableFuture<List<Held>>> wait(Callers callers, List<Integer> counts) {
        return counts.stream().map(count -> callers.dequeue(count, LEASE, LONG)).toList();
    }

    private static List<EnqueueItem> free(int jobs) {
        return free(0, jobs);
    }

    private static List<EnqueueItem> free(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> job("queue", i, QueueChange.NONE))
                .toList();
    }

    private static EnqueueItem job(String queueId, int number, QueueChange settings) {
        return Trial.item(queueId, "job-" + number, JobOptions.DEFAULT, settings);
    }

    private static List<String> ids(List<Held> held) {
        return held.stream().map(Held::jobId).toList();
    }

    private static void leave(List<CompletableFuture<List<Held>>> waiting) {
        waiting.forEach(each -> each.cancel(false));
    }

    /** Waits for a result, and runs everything that is due meanwhile. */
    private <T> T get(Callers callers, CompletableFuture<T> answer) {
        long endNanos = System.nanoTime() + patience().toNanos();
        while (true) {
            callers.pass();
            try {
                return answer.get(5, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() > endNanos) {
                    throw new AssertionError("no answer within " + patience(), e);
                }
            } catch (ExecutionException e) {
                throw new AssertionError("a caller failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
