package io.sharq.server.api;

import io.sharq.api.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects items page by page until there are enough, no more follow, or their payloads reach the size limit of a response. The
 * size of a payload is not known in advance, and a thousand of a megabyte each would exceed the heap.
 *
 * @param <P> a page
 * @param <T> an item
 */
final class ItemCollector<P, T> {
    /** A page of so many of the largest payloads is a small part of any heap. */
    static final int MOST_ITEMS = 32;

    static final long MOST_BYTES = 16 << 20;

    private final int most;
    private final Function<P, List<T>> items;
    private final Function<T, Payload> payload;
    private final Following<P> following;
    private final List<T> taken = new ArrayList<>();
    private long bytes;

    /** Requests the page after another. */
    interface Following<P> {
        /**
         * Requests a page.
         *
         * @param before the page before
         * @param asked the size that was requested of that page
         * @param size the size to request
         * @return the next page, or null if nothing follows
         */
        @Nullable
        CompletionStage<P> after(P before, int asked, int size);
    }

    /**
     * An empty collector.
     *
     * @param most how many items are wanted
     * @param items the items of a page
     * @param payload the payload of an item
     * @param following requests the next page
     */
    ItemCollector(int most, Function<P, List<T>> items, Function<T, Payload> payload, Following<P> following) {
        this.most = most;
        this.items = items;
        this.payload = payload;
        this.following = following;
    }

    List<T> taken() {
        return taken;
    }

    /** The size to request of the next page. */
    int size() {
        return Math.min(most - taken.size(), MOST_ITEMS);
    }

    /** Adds a page and those that follow; a failure ends it with what was added before. Returns the last page. */
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
