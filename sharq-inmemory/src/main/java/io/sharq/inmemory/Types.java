package io.sharq.inmemory;

import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All types. A type comes into being when it is named and goes when nothing of it is left. Thread-safe. */
final class Types {
    private final ConcurrentSkipListMap<String, TypeState> types = new ConcurrentSkipListMap<>();
    private final TimeSource source;
    private final boolean neverStepsBack;
    private final StoreBounds bounds;
    private final Visits visits;

    /** How many there are; a concurrent map would have to count. */
    private final AtomicInteger count = new AtomicInteger();

    Types(TimeSource source, boolean neverStepsBack, StoreBounds bounds) {
        this.bounds = bounds;
        this.source = source;
        this.neverStepsBack = neverStepsBack;
        this.visits = new Visits(source, neverStepsBack);
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
        return new TypeState(name, new TypeClock(source, neverStepsBack), visits);
    }

    private TypeState findOrMake(String operation, String name) {
        TypeState found = types.get(name);
        return found != null ? found : make(operation, name);
    }

    /** One at a time, so that there is never one too many. */
    private synchronized TypeState make(String operation, String name) {
        TypeState found = types.get(name);
        if (found != null) {
            return found;
        }
        if (count.get() >= bounds.maxTypes()) {
            throw bounds.tooManyTypes(operation);
        }
        TypeState made = none(name);
        count.incrementAndGet();
        types.put(name, made);
        return made;
    }

    /**
     * Runs a change on a queue under its lock, made if need be. A queue or type that goes meanwhile is looked for anew.
     *
     * @return the type, if it has no room for the queue, and then the change is not run; else null
     */
    @Nullable
    TypeState withQueue(String operation, String typeName, String queueId, Consumer<QueueState> change) {
        while (true) {
            TypeState type = findOrMake(operation, typeName);
            QueueState queue = type.queues.get(queueId);
            if (queue == null) {
                queue = type.queues.findOrMake(queueId, bounds.maxQueues(), id -> new QueueState(type, id));
            }
            if (queue == null) {
                return type;
            }
            synchronized (queue) {
                // In this order: remove() says first that the type goes, and looks for queues after that.
                if (!queue.isGone && !type.isGone) {
                    change.accept(queue);
                    return null;
                }
                queue.isGone = true;
                type.queues.remove(queue);
            }
        }
    }

    /** Pauses a type, made if need be. */
    TypeState pause(String operation, String name) {
        Spin spin = new Spin();
        while (true) {
            TypeState type = findOrMake(operation, name);
            type.isPaused = true;
            if (!type.isGone) {
                return type;
            }
            spin.once();
        }
    }

    /** Lists the types that upkeep is to visit now. */
    DueReply due(DueRequest request) {
        if (visits.seesStepBack()) {
            types.values().forEach(type -> type.visitAt(0, 0));
        }
        return visits.due(request, type -> types.get(type.name) == type);
    }

    void clear() {
        types.clear();
        visits.clear();
    }

    /** Takes a type out if nothing of it is left. */
    void removeIfEmpty(TypeState type) {
        if (!type.isEmpty()) {
            return;
        }
        type.isGone = true;
        if (type.isEmpty()) {
            remove(type);
        } else {
            type.isGone = false;
        }
    }

    private void remove(TypeState type) {
        if (types.remove(type.name, type)) {
            count.decrementAndGet();
        }
    }
}
