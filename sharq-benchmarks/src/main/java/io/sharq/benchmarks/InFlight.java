package io.sharq.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** Asynchronous calls, of which only so many are under way at a time. */
final class InFlight {
    private static final int AT_A_TIME = 200;

    private InFlight() {}

    /** Makes the calls numbered from 0 and gives their answers, all in order. */
    static <T> List<T> all(int calls, IntFunction<CompletionStage<T>> call) throws InterruptedException {
        Semaphore room = new Semaphore(AT_A_TIME);
        List<CompletableFuture<T>> answers = new ArrayList<>(calls);
        for (int i = 0; i < calls; i++) {
            room.acquire();
            answers.add(call.apply(i).toCompletableFuture().whenComplete((answer, failure) -> room.release()));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }
}
