package io.sharq.inmemory;

import io.sharq.api.BackendException;
import io.sharq.api.InvalidValueException;
import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The types of a backend. A type is created by the first change that names it, and removed once empty. Thread-safe. */
final class Types {
    private final ConcurrentSkipListMap<String, TypeState> types = new ConcurrentSkipListMap<>();
    private final TimeSource source;
    private final boolean neverStepsBack;
    private final StoreBounds bounds;
    private final UpkeepSchedule visits;

    /** The number of types, counted beside the map so that reading it is cheap. */
    private final AtomicInteger count = new AtomicInteger();

    Types(TimeSource source, boolean neverStepsBack, StoreBounds bounds) {
        this.bounds = bounds;
        this.source = source;
        this.neverStepsBack = neverStepsBack;
        this.visits = new UpkeepSchedule(source, neverStepsBack);
    }

    @Nullable
    TypeState find(String name) {
        return types.get(name);
    }

    ConcurrentSkipListMap<String, TypeState> all() {
        return types;
    }

    /** Creates an empty type without adding it. */
    TypeState none(String name) {
        return new TypeState(name, new TypeClock(source, neverStepsBack), visits);
    }

    private TypeState findOrMake(String operation, String name) {
        TypeState found = types.get(name);
        return found != null ? found : make(operation, name);
    }

    /** Creates a type. Synchronized, so that concurrent calls cannot exceed the bound. */
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
     * Runs a change on a queue under the queue's lock. Type and queue are created if necessary, and looked up again if they
     * are removed meanwhile.
     *
     * @return null if the change was run; the type, if it has no room for the queue and the change was not run
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
                // removeIfEmpty() marks the type as gone before it checks for queues. So it sees this queue, or this
                // check
                // sees its mark.
                if (!queue.isGone && !type.isGone) {
                    change.accept(queue);
                    return null;
                }
                queue.isGone = true;
                type.queues.remove(queue);
            }
        }
    }

    /** Pauses a type, created if necessary. */
    TypeState pause(String operation, String name) {
        return withType(operation, name, type -> type.isPaused = true);
    }

    /** Runs a change that keeps a type, created if necessary. The change is run again if the type is removed meanwhile. */
    TypeState withType(String operation, String name, Consumer<TypeState> change) {
        Spin spin = new Spin();
        while (true) {
            TypeState type = findOrMake(operation, name);
            try {
                change.accept(type);
            } catch (BackendException | InvalidValueException refused) {
                removeIfUnused(type);
                throw refused;
            }
            if (!type.isGone) {
                return type;
            }
            spin.once();
        }
    }

    /** Removes a queue that was made for a change that is refused, and its type if that was made for it too. */
    void dropUnused(QueueState queue) {
        if (queue.isUnused()) {
            queue.isGone = true;
            queue.type.queues.remove(queue);
            removeIfUnused(queue.type);
        }
    }

    private void removeIfUnused(TypeState type) {
        if (type.isUnused()) {
            removeIfEmpty(type);
        }
    }

    /** Lists the types that are due for a visit of upkeep. After the clock was set back, every type is due. */
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

    /** Removes a type if it is empty. */
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
