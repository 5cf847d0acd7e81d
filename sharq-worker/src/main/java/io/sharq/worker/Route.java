package io.sharq.worker;

import io.sharq.api.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes.
 *
 * @param thread the sub-queue, an identifier, or null for the default one
 * @param order its rank inside the sub-queue, lower first, or null for the default
 */
public record Route(@Nullable String thread, @Nullable Integer order) {
    /** To the default sub-queue, with the default order. */
    public static final Route DEFAULT = new Route(null, null);

    /**
     * Checks the values.
     *
     * @param thread the sub-queue
     * @param order its rank
     * @throws io.sharq.api.InvalidValueException if one cannot be used
     */
    public Route {
        if (thread != null) {
            Bounds.identifier("thread", thread);
        }
        if (order != null) {
            Bounds.range("order", order, Bounds.MIN_ORDER, Bounds.MAX_ORDER);
        }
    }

    /**
     * To a sub-queue, with the default order.
     *
     * @param thread the sub-queue
     * @return the route
     */
    public static Route to(String thread) {
        return new Route(thread, null);
    }

    /**
     * To one of several sub-queues, by a number that stands for a customer, an account or the like.
     *
     * @param key the number
     * @param threads how many sub-queues there are
     * @return the route
     */
    public static Route modulo(long key, int threads) {
        return to(Long.toString(Math.floorMod(key, (long) threads)));
    }

    /**
     * The same sub-queue with a rank.
     *
     * @param rank lower first
     * @return the route
     */
    public Route order(int rank) {
        return new Route(thread, rank);
    }
}
