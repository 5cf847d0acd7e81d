package io.sharq.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.BackendException;
import io.sharq.redis.connection.BatchingClient.Traffic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchingClientTest {
    /** A trip that was sent, and is answered when a test says so. */
    private record Sent(List<String> calls, CompletableFuture<List<String>> answer) {
        void answerAll() {
            answer.complete(calls.stream().map(call -> "answer to " + call).toList());
        }
    }

    private final List<Sent> sent = new ArrayList<>();
    private volatile @Nullable Executor tasks;

    /** Calls whose first letters are the same share trips, and whose size is that of the word. */
    private final BatchingClient<Character, String, String> trips = trips(Duration.ofMinutes(1));

    private BatchingClient<Character, String, String> trips(Duration patience) {
        return new BatchingClient<>(
                new Traffic(2, patience, () -> tasks),
                call -> call.charAt(0),
                String::length,
                common -> "call of " + common,
                this::send);
    }

    private CompletionStage<List<String>> send(List<String> calls) {
        if (calls.get(0).startsWith("bad")) {
            throw new IllegalArgumentException("bad");
        }
        Sent trip = new Sent(calls, new CompletableFuture<>());
        sent.add(trip);
        return trip.answer();
    }

    private List<List<String>> calls() {
        return sent.stream().map(Sent::calls).toList();
    }

    @Test
    void theFirstTwoCallsGoAtOnceAndWhatComesMeanwhileGoesTogether() {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String call : List.of("a1", "a2", "a3", "a4", "a5")) {
            answers.add(trips.call(call));
        }
        assertThat(calls()).containsExactly(List.of("a1"), List.of("a2"));
        sent.get(1).answerAll();
        assertThat(calls()).containsExactly(List.of("a1"), List.of("a2"), List.of("a3", "a4", "a5"));
        assertThat(answers.get(0)).isNotDone();
        sent.get(2).answerAll();
        sent.get(0).answerAll();
        assertThat(answers)
                .extracting(CompletableFuture::join)
                .containsExactly("answer to a1", "answer to a2", "answer to a3", "answer to a4", "answer to a5");
        assertThat(trips.isIdle()).isTrue();
    }

    @Test
    void callsOfAnotherKindDoNotWait() {
        for (String call : List.of("a1", "a2", "a3", "b1")) {
            CompletableFuture<?> unused = trips.call(call);
        }
        assertThat(calls()).containsExactly(List.of("a1"), List.of("a2"), List.of("b1"));
    }

    @Test
    void aTripIsNotOverloadedUnlessOneCallIsTooLargeByItself() {
        String large = "a" + "x".repeat(60);
        String huge = "a" + "y".repeat(500);
        for (String call : List.of("a1", "a2", large, large, large, huge, "a3")) {
            CompletableFuture<?> unused = trips.call(call);
        }
        while (sent.stream().anyMatch(trip -> !trip.answer().isDone())) {
            List.copyOf(sent).forEach(Sent::answerAll);
        }
        assertThat(calls())
                .containsExactly(
                        List.of("a1"),
                        List.of("a2"),
                        List.of(large, large),
                        List.of(large),
                        List.of(huge),
                        List.of("a3"));
        assertThat(trips.isIdle()).isTrue();
    }

    @Test
    void aTripThatFailsFailsItsCallsAndNoOther() {
        CompletableFuture<String> first = trips.call("a1");
        CompletableFuture<String> second = trips.call("a2");
        CompletableFuture<String> third = trips.call("a3");
        sent.get(0).answer().completeExceptionally(new IllegalStateException("lost"));
        assertThatThrownBy(first::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(second).isNotDone();
        sent.get(2).answerAll();
        assertThat(third).isCompletedWithValue("answer to a3");
    }

    @Test
    void aTripThatCannotBeSentFailsItsCallsAndTheNextGoes() {
        CompletableFuture<String> bad = trips.call("bad");
        assertThatThrownBy(bad::join).hasCauseInstanceOf(IllegalArgumentException.class);
        CompletableFuture<?> unused = trips.call("b1");
        assertThat(calls()).containsExactly(List.of("b1"));
    }

    /** One after the other, not one within the other: the stack would not hold that. */
    @Test
    void howeverManyTripsFailBeforeTheyAreSentNoneIsLeft() throws InterruptedException {
        callFromAnotherThread("b1", "b2");
        List<CompletableFuture<String>> bad = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            bad.add(trips.call("bad" + "x".repeat(125)));
        }
        sent.get(0).answerAll();
        sent.get(1).answerAll();
        assertThat(bad).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(trips.isIdle()).isTrue();
    }

    @Test
    void whatHasWaitedTooLongIsNotSent() {
        BatchingClient<Character, String, String> impatient = trips(Duration.ofNanos(-1));
        CompletableFuture<String> late = impatient.call("a1");
        assertThatThrownBy(late::join)
                .hasCauseInstanceOf(BackendException.class)
                .hasMessageContaining("call of a");
        assertThat(calls()).isEmpty();
        assertThat(impatient.isIdle()).isTrue();
    }

    @Test
    void theNextTripLeavesBeforeTheAnswersAreHeard() {
        CompletableFuture<List<List<String>>> seen = new CompletableFuture<>();
        CompletableFuture<?> heard = trips.call("a1").thenAccept(answer -> seen.complete(List.copyOf(calls())));
        for (String call : List.of("a2", "a3")) {
            CompletableFuture<?> unused = trips.call(call);
        }
        sent.get(0).answerAll();
        assertThat(heard).isCompleted();
        assertThat(seen.join()).contains(List.of("a3"));
    }

    /** As it is where this thread reads the answers, and another one calls. */
    @Test
    void whatWouldOvertakeACallOfAnotherThreadGoesBehindIt() throws InterruptedException {
        callFromAnotherThread("a1", "a2", "a3");
        Queue<Runnable> queue = new ArrayDeque<>();
        tasks = queue::add;
        sent.get(0).answerAll();
        sent.get(1).answerAll();
        CompletableFuture<?> last = trips.call("a4");
        assertThat(calls()).containsExactly(List.of("a1"), List.of("a2"));
        queue.remove().run();
        assertThat(calls()).containsExactly(List.of("a1"), List.of("a2"), List.of("a3", "a4"));
        assertThat(queue).isEmpty();
        List.copyOf(sent).forEach(Sent::answerAll);
        assertThat(last).isCompleted();
        assertThat(trips.isIdle()).isTrue();
    }

    @Test
    void whatHasWaitedLeavesAtOnceByAsManyTripsAsMayBeUnderWay() throws InterruptedException {
        String large = "a" + "x".repeat(60);
        callFromAnotherThread("a1", "a2", large, large, large, "a3");
        Queue<Runnable> queue = new ArrayDeque<>();
        tasks = queue::add;
        sent.get(0).answerAll();
        sent.get(1).answerAll();
        queue.remove().run();
        assertThat(calls()).containsExactly(List.of("a1"), List.of("a2"), List.of(large, large), List.of(large, "a3"));
    }

    private void callFromAnotherThread(String... calls) throws InterruptedException {
        Thread other = new Thread(() -> {
            for (String call : calls) {
                CompletableFuture<?> unused = trips.call(call);
            }
        });
        other.start();
        other.join();
    }

    @Test
    void whatIsSentByOneThreadAloneNeedsNoTask() {
        tasks = task -> {
            throw new AssertionError("a task");
        };
        for (String call : List.of("a1", "a2", "a3")) {
            CompletableFuture<?> unused = trips.call(call);
        }
        sent.get(0).answerAll();
        assertThat(calls()).containsExactly(List.of("a1"), List.of("a2"), List.of("a3"));
    }

    @Test
    void whatCannotBecomeATaskIsSentAllTheSame() throws InterruptedException {
        callFromAnotherThread("a1", "a2", "a3");
        tasks = task -> {
            throw new RejectedExecutionException();
        };
        sent.get(0).answerAll();
        assertThat(calls()).containsExactly(List.of("a1"), List.of("a2"), List.of("a3"));
    }
}
