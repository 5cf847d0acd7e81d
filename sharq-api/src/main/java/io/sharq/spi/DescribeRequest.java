package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The description of a queue.
 *
 * @param queue the queue
 */
public record DescribeRequest(QueueKey queue) implements Operation<Optional<QueueDescription>> {
    /**
     * Checks every value.
     *
     * @param queue the queue
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DescribeRequest {
        Bounds.required("queue", queue);
    }

    @Override
    public CompletionStage<Optional<QueueDescription>> on(Backend backend) {
        return backend.describe(queue);
    }

    @Override
    public String name() {
        return "describe";
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
