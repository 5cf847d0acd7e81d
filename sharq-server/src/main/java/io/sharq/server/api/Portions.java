package io.sharq.server.api;

import io.sharq.api.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes many items with payloads a portion at a time, until there are enough, or no more, or their payloads fill an answer.
 * Nobody knows how large payloads are before they are there, and a thousand of a megabyte each would be more than the heap.
 *
 * @param <P> a portion
 * @param <T> an item
 */
final class Portions<P, T> {
    /** So few that one portion of the largest payloads is a small part of any heap. */
    static final int MOST_ITEMS = 32;

    static final long MOST_BYTES = 16 << 20;

    private final int most;
    private final Function<P, List<T>> items;
    private final Function<T, Payload> payload;
    private final Following<P> following;
    private final List<T> taken = new ArrayList<>();
    private long bytes;

    /** Asks for what follows a portion. */
    interface Following<P> {
        /**
         * Asks.
         *
         * @param before the portion before
         * @param asked how many items that one was asked for
         * @param size how many items to ask for
         * @return the next portion, or null if nothing follows
         */
        @Nullable
        CompletionStage<P> after(P before, int asked, int size);
    }

    /**
     * None yet.
     *
     * @param most how many items are wanted
     * @param items what a portion holds
     * @param payload the payload of one
     * @param following asks for the next portion
     */
    Portions(int most, Function<P, List<T>> items, Function<T, Payload> payload, Following<P> following) {
        this.most = most;
        this.items = items;
        this.payload = payload;
        this.following = following;
    }

    List<T> taken() {
        return taken;
    }

    /** How many items the next portion is to have at the most. */
    int size() {
        return Math.min(most - taken.size(), MOST_ITEMS);
    }

    /** Takes a portion and those that follow; if one fails, what came before is all there is. Gives the last portion. */
    CompletionStage<P> take(P portion) {
        int asked = size();
        for (T item : items.apply(portion)) {
            taken.add(item);
            bytes += payload.apply(item).size();
        }
        if (taken.size() >= most || bytes >= MOST_BYTES) {
            return CompletableFuture.completedStage(portion);
        }
        CompletionStage<P> next = following.after(portion, asked, size());
        return next == null
                ? CompletableFuture.completedStage(portion)
                : next.handle((more, failure) ->
                                failure == null ? take(more) : CompletableFuture.completedStage(portion))
                        .thenCompose(last -> last);
    }
}
