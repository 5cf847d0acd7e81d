package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriverTest {
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    /** Real time, because that a late beginning is counted is the point. */
    @Test
    void atARateTheTimeOfACallCountsFromWhenItWasMeantToBegin() {
        List<Long> starts = Collections.synchronizedList(new ArrayList<>());
        List<Long> delays = Collections.synchronizedList(new ArrayList<>());
        long stallNanos = TimeUnit.MILLISECONDS.toNanos(100);
        Driver.drive(
                        20,
                        1,
                        1,
                        1_000,
                        Runnable::run,
                        timer,
                        (number, startNanos) -> {
                            starts.add(startNanos);
                            delays.add(System.nanoTime() - startNanos);
                            return number == 0
                                    ? CompletableFuture.supplyAsync(
                                            () -> 0,
                                            CompletableFuture.delayedExecutor(stallNanos, TimeUnit.NANOSECONDS))
                                    : CompletableFuture.completedFuture(0);
                        },
                        () -> false)
                .join();
        assertThat(starts).hasSize(20);
        for (int i = 1; i < 20; i++) {
            assertThat(starts.get(i) - starts.get(i - 1)).isBetween(999_000L, 1_001_000L);
        }
        assertThat(delays.get(10)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(85));
    }

    @Test
    void neverAreMoreCallsUnderWayThanWereAskedFor() {
        List<CompletableFuture<Integer>> open = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> end = Driver.drive(
                10,
                2,
                2,
                0,
                Runnable::run,
                timer,
                (number, startNanos) -> {
                    CompletableFuture<Integer> answer = new CompletableFuture<>();
                    open.add(answer);
                    return answer;
                },
                () -> false);
        for (int answered = 0; answered < 10; answered++) {
            assertThat(open).hasSize(Math.min(10, 4 + answered));
            open.get(answered).complete(answered);
        }
        assertThat(end).isCompleted();
    }

    @Test
    void aMillionAnswersAtOnceGrowNoStack() {
        assertThat(Driver.drive(
                        1_000_000,
                        1,
                        1,
                        0,
                        Runnable::run,
                        timer,
                        (number, startNanos) -> CompletableFuture.completedFuture(number),
                        () -> false))
                .isCompleted();
    }
}
