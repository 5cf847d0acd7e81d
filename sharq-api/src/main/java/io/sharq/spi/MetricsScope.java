package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.QueueKey;
import org.jspecify.annotations.Nullable;

/** What metrics are asked of (rule 16). */
public sealed interface MetricsScope {
    /** Everything in the backend. */
    MetricsScope ALL = new All();

    /**
     * Names the queue type of the scope.
     *
     * @return the queue type, or null for everything
     */
    @Nullable
    String type();

    /** Everything in the backend. */
    record All() implements MetricsScope {
        @Override
        public @Nullable String type() {
            return null;
        }
    }

    /**
     * All queues of one type.
     *
     * @param type the queue type
     */
    record Type(String type) implements MetricsScope {
        /**
         * Checks the type.
         *
         * @param type the queue type
         * @throws io.sharq.api.InvalidValueException if it is not a queue type
         */
        public Type {
            Bounds.queueType("queue_type", type);
        }
    }

    /**
     * One queue.
     *
     * @param queue the queue
     */
    record Queue(QueueKey queue) implements MetricsScope {
        /**
         * Checks that a queue is given.
         *
         * @param queue the queue
         * @throws io.sharq.api.InvalidValueException if it is null
         */
        public Queue {
            Bounds.required("queue", queue);
        }

        @Override
        public String type() {
            return queue.type();
        }
    }
}
