package io.sharq.tck.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reduces a failing sequence to fewer and simpler steps while it still fails, in bounded time. This is delta debugging,
 * after Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.
 */
final class Shortening {
    private final Predicate<List<Step>> fails;
    private final long deadline;

    Shortening(Predicate<List<Step>> fails, Duration bound) {
        this.fails = fails;
        this.deadline = System.nanoTime() + bound.toNanos();
    }

    List<Step> of(List<Step> sequence) {
        List<Step> shortest = sequence;
        while (true) {
            Optional<List<Step>> shorter = shorten(shortest);
            if (shorter.isEmpty()) {
                shorter = simplify(shortest);
            }
            if (shorter.isEmpty()) {
                return shortest;
            }
            shortest = shorter.get();
        }
    }

    private boolean stillFails(List<Step> steps) {
        return System.nanoTime() < deadline && fails.test(steps);
    }

    /** Removes a run of steps without which the sequence still fails, trying longer runs first. */
    private Optional<List<Step>> shorten(List<Step> steps) {
        for (int size = steps.size() / 2; size > 0; size /= 2) {
            for (int from = steps.size() - size; from >= 0; from -= size) {
                List<Step> fewer = new ArrayList<>(steps);
                fewer.subList(from, from + size).clear();
                if (stillFails(fewer)) {
                    return Optional.of(fewer);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<List<Step>> simplify(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            for (Step simpler : steps.get(i).simpler()) {
                List<Step> changed = new ArrayList<>(steps);
                changed.set(i, simpler);
                if (stillFails(changed)) {
                    return Optional.of(changed);
                }
            }
        }
        return Optional.empty();
    }
}
