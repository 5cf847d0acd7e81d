package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.QueueKey;
import io.sharq.api.QueueSetting;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * New settings of a queue, which need not have jobs.
 *
 * @param queue the queue
 * @param settings its new settings; an interval given here is taken even if the queue's is pinned
 * @param toDefault the settings that go back to the defaults of the type (rule 24); one that {@code settings} names too is
 *     set. A backend that does not list {@link io.sharq.api.Feature#DEFAULTS} gets none
 * @param pinned whether later enqueues leave the interval alone, or null to leave that as it is
 * @param hold the change of its hold, or null for none
 * @param mustExist whether a queue that is not there is left alone and reported, instead of made
 */
public record ConfigureRequest(
        QueueKey queue,
        QueueChange settings,
        Set<QueueSetting> toDefault,
        @Nullable Boolean pinned,
        @Nullable Hold hold,
        boolean mustExist)
        implements Operation<ConfigureReply> {
    /**
     * Checks that queue, settings and the settings that go back are given.
     *
     * @param queue the queue
     * @param settings its new settings
     * @param toDefault the settings that go back to the defaults of the type
     * @param pinned whether later enqueues leave the interval alone, or null
     * @param hold the change of its hold, or null
     * @param mustExist whether a queue that is not there is left alone
     * @throws io.sharq.api.InvalidValueException if one is null
     */
    public ConfigureRequest {
        Bounds.required("queue", queue);
        Bounds.required("settings", settings);
        toDefault = Set.copyOf(Bounds.required("to_default", toDefault));
    }

    /**
     * New settings, none of which goes back to a default.
     *
     * @param queue the queue
     * @param settings its new settings
     * @param pinned whether later enqueues leave the interval alone, or null
     * @param hold the change of its hold, or null
     * @param mustExist whether a queue that is not there is left alone
     * @throws io.sharq.api.InvalidValueException if queue or settings are null
     */
    public ConfigureRequest(
            QueueKey queue, QueueChange settings, @Nullable Boolean pinned, @Nullable Hold hold, boolean mustExist) {
        this(queue, settings, Set.of(), pinned, hold, mustExist);
    }

    @Override
    public CompletionStage<ConfigureReply> on(Backend backend) {
        return backend.configure(this);
    }

    @Override
    public String name() {
        return "configure";
    }

    @Override
    public String type() {
        return queue.type();
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
