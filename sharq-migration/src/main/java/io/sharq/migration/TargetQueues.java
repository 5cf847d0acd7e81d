package io.sharq.migration;

import io.sharq.QueueSettings;
import io.sharq.SharQ;
import io.sharq.api.EpochMicros;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Holds the target's queues while jobs are moved to them. Thread-safe. */
final class TargetQueues {
    static final String MOVING = "sharq import is moving this queue";
    private static final String HELD = "the limiter of the original held it";
    private static final Duration FOREVER = Duration.ofDays(365);

    private final SharQ target;
    private final Steps steps;

    TargetQueues(SharQ target, Steps steps) {
        this.target = target;
        this.steps = steps;
    }

    /** The hold of a queue, as text to record: its end in microseconds, a colon and the reason. */
    Map<OriginalQueue, String> holds(List<OriginalQueue> queues) {
        List<Supplier<CompletableFuture<Optional<QueueDescription>>>> calls = new ArrayList<>();
        queues.forEach(queue -> calls.add(() -> target.async().queue(key(queue)).describe()));
        List<Optional<QueueDescription>> found = steps.runAll("describe", calls);
        Map<OriginalQueue, String> holds = new HashMap<>();
        for (int i = 0; i < queues.size(); i++) {
            holds.put(queues.get(i), found.get(i).map(TargetQueues::hold).orElse("0:"));
        }
        return holds;
    }

    private static String hold(QueueDescription queue) {
        // A hold of an import that was interrupted before it recorded the one before does not exist: it records first.
        return queue.heldUntil()
                .map(until -> EpochMicros.of(until) + ":" + queue.holdReason())
                .orElse("0:");
    }

    /** Stops the releases of queues, until {@link #release}. */
    void hold(List<OriginalQueue> queues) {
        configure("hold", queues, queue -> QueueSettings.change().holdFor(FOREVER, MOVING));
    }

    /**
     * Lets queues go from the later of two instants: the end of the hold that they had before, and the instant until which the
     * original's limiter would have held them.
     */
    void release(Map<OriginalQueue, Long> freeAtMillis, Map<OriginalQueue, String> before) {
        configure("release", List.copyOf(freeAtMillis.keySet()), queue -> {
            String hold = before.getOrDefault(queue, "0:");
            int colon = hold.indexOf(':');
            long untilMicros = Long.parseLong(hold.substring(0, colon));
            long freeMicros = freeAtMillis.getOrDefault(queue, 0L) * 1_000;
            if (untilMicros == 0 && freeMicros == 0) {
                return QueueSettings.change().liftHold();
            }
            return freeMicros >= untilMicros
                    ? QueueSettings.change().holdUntil(instant(freeMicros), HELD)
                    : QueueSettings.change().holdUntil(instant(untilMicros), hold.substring(colon + 1));
        });
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    private void configure(
            String step, List<OriginalQueue> queues, java.util.function.Function<OriginalQueue, QueueSettings> change) {
        List<Supplier<CompletableFuture<Void>>> calls = new ArrayList<>();
        queues.forEach(queue -> calls.add(() -> target.async().queue(key(queue)).configure(change.apply(queue))));
        steps.runAll(step, calls);
    }

    static QueueKey key(OriginalQueue queue) {
        return new QueueKey(queue.type(), queue.id());
    }
}
