package io.sharq.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.ConcurrentHistogram;

/** The latencies of calls by operation. Thread-safe. */
final class Latencies {
    final ConcurrentHistogram enqueue = new ConcurrentHistogram(3);
    final ConcurrentHistogram dequeue = new ConcurrentHistogram(3);
    final ConcurrentHistogram finish = new ConcurrentHistogram(3);
    final ConcurrentHistogram cycle = new ConcurrentHistogram(3);

    static void record(ConcurrentHistogram histogram, long startNanos) {
        histogram.recordValue(Math.max(0, System.nanoTime() - startNanos));
    }

    Map<String, Latency> byCall() {
        Map<String, Latency> all = new LinkedHashMap<>();
        Map.of("enqueue", enqueue, "dequeue", dequeue, "finish", finish, "cycle", cycle).entrySet().stream()
                .filter(entry -> entry.getValue().getTotalCount() > 0)
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> all.put(entry.getKey(), Latency.ofNanos(entry.getValue())));
        return all;
    }
}
