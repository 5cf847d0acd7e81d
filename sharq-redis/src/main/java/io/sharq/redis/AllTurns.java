package io.sharq.redis;

import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** What this client knows of the turns of each type that it has dequeued from. Thread-safe. */
final class AllTurns {
    private final int partitions;
    private final ConcurrentHashMap<String, Turns> types = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, RecentDequeues> dequeues = new ConcurrentHashMap<>();
    private volatile boolean isDeaf;

    AllTurns(int partitions) {
        this.partitions = partitions;
    }

    Turns of(String type) {
        Turns turns = types.computeIfAbsent(type, name -> new Turns(partitions));
        if (isDeaf) {
            turns.forget();
        }
        return turns;
    }

    RecentDequeues recent(String type) {
        return dequeues.computeIfAbsent(type, name -> new RecentDequeues());
    }

    /** An operation, of this client or of another, changed a partition. */
    void changed(String type, int partition, long revision, OptionalLong headMicros) {
        Turns turns = types.get(type);
        if (turns != null && partition < partitions) {
            turns.changed(partition, revision, headMicros);
        }
    }

    /** From now on nothing is heard of what other clients do. */
    void deafen() {
        isDeaf = true;
    }

    /** From now on it is heard again; what happened meanwhile is not known. */
    void hear() {
        isDeaf = false;
        types.values().forEach(Turns::forget);
    }
}
