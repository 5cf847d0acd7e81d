package io.sharq.tck.model;

import io.sharq.api.JobState;
import io.sharq.api.QueueKey;
import io.sharq.api.QueueSetting;
import io.sharq.api.limit.LimitNames;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.Hold;
import io.sharq.spi.PauseRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rules 3 and 15, and clear: configure, pause and clear. */
final class QueueControls {
    private QueueControls() {}

    static ConfigureReply configure(Now now, ConfigureRequest request) {
        LimitNames named = request.settings().limits();
        return change(now, request.queue(), request.mustExist(), named, queue -> {
            goBack(queue, request.toDefault());
            Enqueues.change(queue, request.settings(), false);
            if (named != null) {
                queue.keepsLimits = !named.names().isEmpty();
            }
            Boolean pinned = request.pinned();
            if (pinned != null) {
                queue.pinned = pinned;
            }
            Hold hold = request.hold();
            if (hold instanceof Hold.Until until) {
                hold(queue, Math.max(0, now.type().fromWall(until.atMicros(), now.wall())), until.reason());
            } else if (hold instanceof Hold.Span span) {
                hold(queue, now.at() + span.spanMicros(), span.reason());
            } else if (hold != null) {
                hold(queue, 0, "");
            }
        });
    }

    /** Rule 24: the queue has these settings by default from now on. */
    private static void goBack(ModelQueue queue, Set<QueueSetting> settings) {
        if (settings.contains(QueueSetting.INTERVAL)) {
            queue.interval = null;
        }
        if (settings.contains(QueueSetting.ORDERED)) {
            queue.ordered = null;
        }
        if (settings.contains(QueueSetting.CONCURRENCY)) {
            queue.concurrency = null;
        }
        if (settings.contains(QueueSetting.LIMITS)) {
            queue.limits = null;
            queue.keepsLimits = false;
        }
    }

    private static void hold(ModelQueue queue, long until, String reason) {
        queue.held = until;
        queue.holdReason = reason;
    }

    static ConfigureReply pause(Now now, PauseRequest request) {
        if (request.queueId() != null) {
            QueueKey queue = new QueueKey(request.type(), request.queueId());
            return change(now, queue, !request.paused(), null, found -> found.paused = request.paused());
        }
        boolean found = now.type().paused || request.paused();
        if (found) {
            now.change();
            now.type().paused = request.paused();
        }
        return new ConfigureReply(found, now.stamp());
    }

    private static ConfigureReply change(
            Now now, QueueKey key, boolean mustExist, @Nullable LimitNames named, Consumer<ModelQueue> change) {
        String queueId = key.id();
        if (mustExist && now.type().find(queueId, now.at()).isEmpty()) {
            return new ConfigureReply(false, now.stamp());
        }
        if (!now.type().hasRoomFor(queueId)) {
            throw now.type().bounds.tooManyQueues("change of " + queueId);
        }
        Limits.check(now, "configure", key.type(), named);
        ModelQueue queue = now.type().findOrMake(queueId, now.at());
        now.change();
        change.accept(queue);
        now.settle(queue);
        return new ConfigureReply(true, now.stamp());
    }

    static ClearReply clear(Now now, ClearRequest request) {
        Optional<ModelQueue> known = now.type().find(request.queue().id(), now.at());
        if (known.isEmpty()) {
            return new ClearReply(false, 0, false, now.stamp());
        }
        ModelQueue queue = known.get();
        now.change();
        queue.promote(now.at());
        List<ModelJob> waiting = new ArrayList<>(queue.in(JobState.QUEUED));
        waiting.addAll(queue.scheduled());
        List<ModelJob> gone = waiting.subList(0, Math.min(request.limit(), waiting.size()));
        gone.forEach(job -> queue.jobs.remove(job.id));
        if (request.settings()) {
            queue.resetSettings();
        }
        now.settle(queue);
        return new ClearReply(true, gone.size(), queue.length() > 0, now.stamp());
    }
}
