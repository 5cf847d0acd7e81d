package io.sharq.tck.model;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * In which order a dequeue comes to the partitions of a type.
 *
 * @param queues one queue of each partition it comes to, job by job
 * @param partitions the partition of a queue
 */
record PartitionOrder(List<String> queues, ToIntFunction<String> partitions) {
    /** There is one partition. */
    static final PartitionOrder NONE = new PartitionOrder(List.of(), queueId -> 0);

    /** Whether a queue is in the partition that the n-th job comes from; beyond the order, any may be. */
    Predicate<ModelQueue> at(int n) {
        if (n >= queues.size()) {
            return queue -> true;
        }
        int partition = partitions.applyAsInt(queues.get(n));
        return queue -> partitions.applyAsInt(queue.id) == partition;
    }
}
