package io.sharq.tck.model;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The order in which a dequeue visits the partitions of a type.
 *
 * @param queues for each job, a queue of the partition that it comes from
 * @param partitions the partition of a queue
 */
record PartitionOrder(List<String> queues, ToIntFunction<String> partitions) {
    /** No order: there is one partition. */
    static final PartitionOrder NONE = new PartitionOrder(List.of(), queueId -> 0);

    /** Whether a queue is in the partition of the n-th job. Beyond the end of the order, every queue is. */
    Predicate<ModelQueue> at(int n) {
        if (n >= queues.size()) {
            return queue -> true;
        }
        int partition = partitions.applyAsInt(queues.get(n));
        return queue -> partitions.applyAsInt(queue.id) == partition;
    }
}
