package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.QueuePattern;
import io.sharq.api.QueueSetting;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A change of a type's defaults for the queues of a pattern (rule 24). A pattern of which no setting is left is deleted.
 *
 * @param pattern the pattern
 * @param settings the new defaults; a null leaves one as it is
 * @param removed the defaults to remove; one that {@code settings} names too is set
 */
public record SetDefaultsRequest(QueuePattern pattern, QueueChange settings, Set<QueueSetting> removed)
        implements Operation<ConfigureReply> {
    /**
     * Checks that every part is given.
     *
     * @param pattern the pattern
     * @param settings the new defaults
     * @param removed the defaults to remove
     * @throws io.sharq.api.InvalidValueException if one is null
     */
    public SetDefaultsRequest {
        Bounds.required("pattern", pattern);
        Bounds.required("settings", settings);
        removed = Set.copyOf(Bounds.required("removed", removed));
    }

    /**
     * A removal of all defaults of a pattern.
     *
     * @param pattern the pattern
     * @return the request
     */
    public static SetDefaultsRequest delete(QueuePattern pattern) {
        return new SetDefaultsRequest(pattern, QueueChange.NONE, Set.of(QueueSetting.values()));
    }

    @Override
    public CompletionStage<ConfigureReply> on(Backend backend) {
        return backend.setDefaults(this);
    }

    @Override
    public String name() {
        return "setDefaults";
    }

    @Override
    public String type() {
        return pattern.type();
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
