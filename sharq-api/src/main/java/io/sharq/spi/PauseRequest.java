package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Pauses or resumes a queue or a whole type (rule 15). The two pauses of a queue, its own and its type's, are
 * independent. Neither needs jobs to be there.
 *
 * @param type the queue type
 * @param queueId the queue, or null for the whole type
 * @param paused true to pause, false to resume
 */
public record PauseRequest(String type, @Nullable String queueId, boolean paused) implements Operation<ConfigureReply> {
    /**
     * Checks the names.
     *
     * @param type the queue type
     * @param queueId the queue
     * @param paused true to pause
     * @throws io.sharq.api.InvalidValueException if one is invalid
     */
    public PauseRequest {
        Bounds.queueType("queue_type", type);
        if (queueId != null) {
            Bounds.identifier("queue_id", queueId);
        }
    }

    @Override
    public CompletionStage<ConfigureReply> on(Backend backend) {
        return backend.pause(this);
    }

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
