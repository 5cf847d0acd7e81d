package io.sharq;

import io.sharq.api.InvalidValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Splits a batch by queue type, because a backend's call is for one type, and puts the results in order again. */
final class Batch {
    private Batch() {}

    static <I, R> CompletableFuture<List<R>> call(
            List<I> items,
            int most,
            Function<I, String> type,
            BiFunction<String, List<I>, CompletionStage<List<R>>> call) {
        if (items.isEmpty() || items.size() > most) {
            throw new InvalidValueException(
                    "batch", "It must have 1 to " + most + " items, but has " + items.size() + ".");
        }
        Map<String, List<Integer>> positions = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            positions
                    .computeIfAbsent(type.apply(items.get(i)), name -> new ArrayList<>())
                    .add(i);
        }
        if (positions.size() == 1) {
            return call.apply(type.apply(items.get(0)), items).toCompletableFuture();
        }
        List<CompletableFuture<List<R>>> parts = new ArrayList<>();
        positions.forEach((name, places) -> parts.add(
                call.apply(name, places.stream().map(items::get).toList()).toCompletableFuture()));
        CompletableFuture<Void> all = CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
        CompletableFuture<?> unused = all.whenComplete((done, failure) -> {
            if (all.isCancelled()) {
                parts.forEach(part -> part.cancel(false));
            }
        });
        return Derived.of(all, done -> inOrder(items.size(), List.copyOf(positions.values()), parts));
    }

    private static <R> List<R> inOrder(int size, List<List<Integer>> places, List<CompletableFuture<List<R>>> parts) {
        Map<Integer, R> results = new LinkedHashMap<>();
        for (int part = 0; part < parts.size(); part++) {
            List<R> answers = parts.get(part).join();
            for (int i = 0; i < answers.size(); i++) {
                results.put(places.get(part).get(i), answers.get(i));
            }
        }
        List<R> ordered = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            ordered.add(results.get(i));
        }
        return ordered;
    }
}
