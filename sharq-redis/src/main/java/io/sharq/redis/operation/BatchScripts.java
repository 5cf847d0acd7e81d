package io.sharq.redis.operation;

import io.sharq.api.Stamp;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.redis.turn.TurnsCache;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Calls scripts that change a batch of items, and records from each response when a partition is ready. Thread-safe. */
public final class BatchScripts {
    private final Partitions partitions;
    private final TurnsCache turns;

    public BatchScripts(Partitions partitions, TurnsCache turns) {
        this.partitions = partitions;
        this.turns = turns;
    }

    /** Reads the part of a reply for one item. Its last element is the revision. */
    interface ItemReader<T> {
        T read(ScriptReply reply, long atMicros);
    }

    /** Calls a script that returns a result for each of n items. */
    <T> CompletionStage<List<T>> ofEach(
            String operation,
            Script script,
            String type,
            int partition,
            ScriptArguments arguments,
            int n,
            ItemReader<T> reader) {
        return partitions
                .call(operation, script, type, partition, arguments)
                .thenApply(reply -> results(type, reply, n, reader));
    }

    /** Reads a reply that consists of the wall clock and then the same elements for each of n items. */
    <T> List<T> results(String type, ScriptReply reply, int n, ItemReader<T> reader) {
        long atMicros = reply.number();
        List<T> results = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            results.add(reader.read(reply, atMicros));
        }
        learn(type, reply.stamp(reply.last(), atMicros), reply);
        return results;
    }

    /**
     * Records the change that a reply reports. The reply ends with an instant if the operation brought the partition's first
     * queue in turn forward to it.
     */
    void learn(String type, Stamp stamp, ScriptReply reply) {
        if (!partitions.areOne()) {
            partitions.saw(stamp.revision());
            OptionalLong head = reply.hasMore() ? OptionalLong.of(reply.number()) : OptionalLong.empty();
            turns.changed(type, stamp.partition(), stamp.revision(), head);
        }
    }
}
