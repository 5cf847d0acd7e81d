package io.sharq.redis.partition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tracks dequeue latency per cluster node. A slow node accumulates the oldest ready jobs and would attract every caller. So
 * at most a quarter of concurrent dequeues, and at least one, may target slow nodes. Thread-safe.
 */
final class NodeLatencies {
    /** A node with a latency up to this is not slow, however fast others are. */
    private static final long NEVER_SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A node is slow if its latency exceeds that of the fastest node by this factor. */
    private static final int SLOWNESS = 8;

    private static final int SHARE = 4;

    private final Map<String, Node> nodes = new HashMap<>();

    private static final class Node {
        private int waiting;
        private long heardNanos;
        private long meanNanos;

        private boolean isSlow(long boundNanos, long nowNanos) {
            return meanNanos > boundNanos || (waiting > 0 && nowNanos - heardNanos > boundNanos);
        }
    }

    synchronized void asked(String node, long nowNanos) {
        Node asked = nodes.computeIfAbsent(node, name -> new Node());
        if (asked.waiting++ == 0) {
            asked.heardNanos = nowNanos;
        }
    }

    /** Records the end of a dequeue, by a response or a failure. */
    synchronized void heard(String node, long askedNanos, long nowNanos) {
        Node heard = nodes.get(node);
        if (heard == null) {
            return;
        }
        heard.waiting--;
        heard.heardNanos = nowNanos;
        long tookNanos = Math.max(1, nowNanos - askedNanos);
        heard.meanNanos = heard.meanNanos == 0 ? tookNanos : heard.meanNanos + (tookNanos - heard.meanNanos) / 4;
    }

    /** Returns the slow nodes if the maximum number of callers waits for slow nodes; else none. */
    synchronized Set<String> putOff(long nowNanos) {
        long fastest = Long.MAX_VALUE / SLOWNESS;
        for (Node node : nodes.values()) {
            fastest = node.meanNanos == 0 ? fastest : Math.min(fastest, node.meanNanos);
        }
        long bound = Math.max(NEVER_SLOW_NANOS, SLOWNESS * fastest);
        Set<String> slow = new HashSet<>();
        int all = 0;
        int forSlow = 0;
        for (Map.Entry<String, Node> node : nodes.entrySet()) {
            all += node.getValue().waiting;
            if (node.getValue().isSlow(bound, nowNanos)) {
                slow.add(node.getKey());
                forSlow += node.getValue().waiting;
            }
        }
        return forSlow < Math.max(1, all / SHARE) ? Set.of() : slow;
    }
}
