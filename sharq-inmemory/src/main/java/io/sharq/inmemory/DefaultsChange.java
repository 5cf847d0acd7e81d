package io.sharq.inmemory;

import io.sharq.api.StoreBounds;
import io.sharq.rules.Defaults;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.SetDefaultsRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * One change of a type's defaults (rule 24). It visits each queue of the type once, and locks one queue at a time. So other
 * operations never wait for more than one queue. A queue that is created meanwhile takes the new defaults itself.
 */
final class DefaultsChange {
    private final Types types;
    private final DeferredEffects aftermath;
    private final SetDefaultsRequest request;

    DefaultsChange(Types types, DeferredEffects aftermath, SetDefaultsRequest request) {
        this.types = types;
        this.aftermath = aftermath;
        this.request = request;
    }

    ConfigureReply run() {
        List<ConfigureReply> replies = new ArrayList<>(1);
        types.withType("setDefaults", request.type(), type -> replies.add(change(type)));
        return replies.get(replies.size() - 1);
    }

    private ConfigureReply change(TypeState type) {
        synchronized (type.defaultsLock) {
            String pattern = request.pattern().pattern();
            long nowMicros = type.clock.begin();
            Defaults changed = type.defaults.after(request);
            if (!type.defaults.has(pattern) && !changed.has(pattern)) {
                return new ConfigureReply(false, type.stamp(nowMicros));
            }
            if (changed.areTooMany()) {
                throw StoreBounds.tooManyPatterns("setDefaults");
            }
            long revision;
            // No limit is deleted between its check and its use.
            synchronized (type.limits) {
                type.limits.check("setDefaults", request.settings().limits());
                revision = type.change(nowMicros);
                type.defaults = changed;
            }
            type.queues.all().forEach(queue -> resolve(queue, nowMicros, revision));
            if (type.isEmpty()) {
                type.visitAt(nowMicros, nowMicros);
            }
            return new ConfigureReply(true, type.stamp(revision, nowMicros));
        }
    }

    private void resolve(QueueState queue, long nowMicros, long revision) {
        synchronized (queue) {
            if (!queue.isGone && !queue.isForgottenAt(nowMicros) && queue.resolve(nowMicros)) {
                aftermath.settle(queue, nowMicros, revision);
            }
        }
    }
}
