package io.sharq.inmemory;

import io.sharq.spi.TimeSource;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All types. A type comes into being when it is named and goes when nothing of it is left. Thread-safe. */
final class Types {
    private final ConcurrentSkipListMap<String, TypeState> types = new ConcurrentSkipListMap<>();
    private final TimeSource source;
    private final boolean neverStepsBack;

    Types(TimeSource source, boolean neverStepsBack) {
        this.source = source;
        this.neverStepsBack = neverStepsBack;
    }

    @Nullable
    TypeState find(String name) {
        return types.get(name);
    }

    ConcurrentSkipListMap<String, TypeState> all() {
        return types;
    }

    /** A type that nothing is in, for operations that find nothing. */
    TypeState none(String name) {
        return new TypeState(name, new TypeClock(source, neverStepsBack));
    }

    private TypeState findOrMake(String name) {
        TypeState found = types.get(name);
        return found != null ? found : types.computeIfAbsent(name, this::none);
    }

    /**
     * Runs a change on a queue under its lock, made if need be. A queue or type that goes meanwhile is looked for anew.
     */
    void withQueue(String typeName, String queueId, Consumer<QueueState> change) {
        while (true) {
            TypeState type = findOrMake(typeName);
            QueueState queue = type.queues.get(queueId);
            if (queue == null) {
                queue = type.queues.computeIfAbsent(queueId, id -> new QueueState(type, id));
            }
            synchronized (queue) {
                // In this order: remove() says first that the type goes, and looks for queues after that.
                if (!queue.isGone && !type.isGone) {
                    change.accept(queue);
                    return;
                }
                queue.isGone = true;
                type.queues.remove(queueId, queue);
            }
        }
    }

    /** Pauses a type, made if need be. */
    TypeState pause(String name) {
        Spin spin = new Spin();
        while (true) {
            TypeState type = findOrMake(name);
            type.isPaused = true;
            if (!type.isGone) {
                return type;
            }
            spin.once();
        }
    }

    /** Takes a type out if nothing of it is left. */
    void removeIfEmpty(TypeState type) {
        if (!type.isEmpty()) {
            return;
        }
        type.isGone = true;
        if (type.isEmpty()) {
            types.remove(type.name, type);
        } else {
            type.isGone = false;
        }
    }
}
