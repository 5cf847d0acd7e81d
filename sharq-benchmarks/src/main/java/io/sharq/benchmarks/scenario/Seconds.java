package io.sharq.benchmarks.scenario;

import java.util.Arrays;

/** Responses by second. Immutable. */
final class Seconds {
    static final String FIRST = "first 10 s, requests/s";

    private static final int TEN = 10;
    private static final double WARM = 0.9;

    /** The seconds that must stay near the plateau, so that one lucky second does not count as warm. */
    private static final int STEADY = 3;

    private static final double GROWTH = 1.15;

    private final long[] rates;

    Seconds(long... rates) {
        this.rates = rates.clone();
    }

    int count() {
        return rates.length;
    }

    long rate(int second) {
        return rates[second];
    }

    long total() {
        return Arrays.stream(rates).sum();
    }

    /** The mean of the first ten seconds, or of the first quarter if there are fewer than forty. */
    double firstTen() {
        int first = Math.min(TEN, Math.max(1, rates.length / 4));
        return Arrays.stream(rates, 0, first).average().orElse(0);
    }

    /** The median of the last quarter. */
    double plateau() {
        return median(rates.length - Math.max(1, rates.length / 4), rates.length);
    }

    /** The first second from which three have a mean of nine tenths of the plateau. */
    int untilWarm() {
        int last = Math.max(0, rates.length - STEADY);
        for (int second = 0; second < last; second++) {
            double mean =
                    Arrays.stream(rates, second, second + STEADY).average().orElse(0);
            if (mean >= WARM * plateau()) {
                return second;
            }
        }
        return last;
    }

    /** Whether the last quarter is at most a seventh faster than the quarter before. */
    boolean isFlat() {
        int quarter = Math.max(1, rates.length / 4);
        return plateau() <= GROWTH * median(rates.length - 2 * quarter, rates.length - quarter);
    }

    boolean hasSilence() {
        return Arrays.stream(rates).anyMatch(rate -> rate == 0);
    }

    private double median(int from, int to) {
        long[] sorted = Arrays.copyOfRange(rates, from, to);
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }
}
