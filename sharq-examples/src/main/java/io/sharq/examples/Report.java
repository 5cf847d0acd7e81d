package io.sharq.examples;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The promised and the measured rate of each account. Thread-safe. */
final class Report {
    private final Map<String, List<Instant>> releases = new TreeMap<>();
    private final Map<String, Duration> intervals = new TreeMap<>();

    synchronized void promise(String account, Duration interval) {
        intervals.put(account, interval);
        releases.putIfAbsent(account, new ArrayList<>());
    }

    synchronized void sent(String account, Instant releasedAt) {
        releases.computeIfAbsent(account, name -> new ArrayList<>()).add(releasedAt);
    }

    /** Prints a line for each account. Returns how many releases were closer together than the account's interval. */
    synchronized int print() {
        System.out.printf(
                "%-12s %8s %12s %12s %14s%n", "account", "messages", "promised/s", "measured/s", "closest (ms)");
        int early = 0;
        for (Map.Entry<String, List<Instant>> entry : releases.entrySet()) {
            early += print(entry.getKey(), entry.getValue().stream().sorted().toList());
        }
        return early;
    }

    private int print(String account, List<Instant> instants) {
        Duration interval = intervals.getOrDefault(account, Duration.ZERO);
        int early = 0;
        Duration closest = Duration.ofDays(1);
        for (int i = 1; i < instants.size(); i++) {
            Duration gap = Duration.between(instants.get(i - 1), instants.get(i));
            closest = gap.compareTo(closest) < 0 ? gap : closest;
            early += gap.compareTo(interval) < 0 ? 1 : 0;
        }
        double seconds = Duration.between(instants.get(0), instants.get(instants.size() - 1))
                        .toNanos()
                / 1e9;
        System.out.printf(
                "%-12s %8d %12.2f %12.2f %14.3f%s%n",
                account,
                instants.size(),
                1_000.0 / interval.toMillis(),
                (instants.size() - 1) / seconds,
                closest.toNanos() / 1e6,
                early > 0 ? "  TOO CLOSE" : "");
        return early;
    }
}
