package io.sharq.redis.partition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How long the nodes of a cluster take to answer a dequeue. Without it every caller would come to wait for a slow one: its
 * jobs have been ready longest, since they are served slowest. So of those who ask at once one in four at the most waits
 * for slow nodes, and always one may, that theirs are served too. Thread-safe.
 */
final class NodeLatencies {
    /** An answer that takes no longer is not slow, however fast others are. */
    private static final long NEVER_SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How many times as long as the fastest node's a slow one's answers take. */
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

    /** It answered, or failed to. */
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

    /** The slow nodes, if as many wait for slow ones as may; else none. */
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
