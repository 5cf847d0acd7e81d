package io.sharq.inmemory;

import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import java.util.Map;
import java.util.NavigableMap;

/** One step of a clear: removes a queue's waiting jobs up to a limit, queued ones first. */
final class Clear {
    private final QueueState queue;
    private final ClearRequest request;
    private int removed;

    Clear(QueueState queue, ClearRequest request) {
        this.queue = queue;
        this.request = request;
    }

    ClearReply run(DeferredEffects aftermath) {
        TypeState type = queue.type;
        synchronized (queue) {
            long nowMicros = type.clock.begin();
            if (queue.isGone || queue.isForgottenAt(nowMicros)) {
                return new ClearReply(false, 0, false, type.stamp(nowMicros));
            }
            long revision = type.change(nowMicros);
            queue.promote(nowMicros);
            removeFrom(queue.queued, aftermath);
            removeFrom(queue.scheduled, aftermath);
            if (request.settings()) {
                queue.reset(nowMicros);
            }
            aftermath.settle(queue, nowMicros, revision);
            return new ClearReply(true, removed, queue.length() > 0, type.stamp(revision, nowMicros));
        }
    }

    private <K> void removeFrom(NavigableMap<K, Job> jobs, DeferredEffects aftermath) {
        while (removed < request.limit() && !jobs.isEmpty()) {
            Map.Entry<K, Job> first = jobs.pollFirstEntry();
            queue.remove(first.getValue());
            aftermath.ended(first.getValue());
            removed++;
        }
    }
}
