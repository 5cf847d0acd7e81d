package io.sharq.api;

/** Which queues of a type a dequeue may take from. */
public sealed interface DequeueFrom {
    /** All queues of the type in turn (rule 4). */
    DequeueFrom ANY = new AnyQueue();

    /** The queue whose turn it is, and no other in this call. */
    DequeueFrom ONE = new OneQueue();

    /** All queues of the type in turn (rule 4). */
    record AnyQueue() implements DequeueFrom {}

    /** The queue whose turn it is, and no other in this call: a worker that performs batches of one queue. */
    record OneQueue() implements DequeueFrom {}

    /**
     * The named queue alone, whether or not it is its turn; every other rule holds.
     *
     * @param id the queue id
     */
    record Queue(String id) implements DequeueFrom {
        /**
         * Checks the id.
         *
         * @param id the queue id
         * @throws io.sharq.api.InvalidValueException if it is not an identifier
         */
        public Queue {
            Bounds.identifier("queue_id", id);
        }
    }
}
