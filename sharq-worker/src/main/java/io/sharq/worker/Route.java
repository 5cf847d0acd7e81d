package io.sharq.worker;

import io.sharq.api.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * The sub-queue that a request goes to, and its order there. Immutable.
 *
 * @param thread the sub-queue, an identifier, or null for the default one
 * @param order the rank inside the sub-queue, lower first, or null for the default
 */
public record Route(@Nullable String thread, @Nullable Integer order) {
    /** The default sub-queue, with the default order. */
    public static final Route DEFAULT = new Route(null, null);

    /**
     * Checks the values.
     *
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
     * A sub-queue, with the default order.
     *
     * @param thread the sub-queue
     * @return the route
     * @throws io.sharq.api.InvalidValueException if it is null or not an identifier
     */
    public static Route to(String thread) {
        return new Route(Bounds.required("thread", thread), null);
    }

    /**
     * One of several sub-queues, chosen by a number such as the id of a customer or an account.
     *
     * @param key the number
     * @param threads how many sub-queues there are, at least one
     * @return the route
     * @throws io.sharq.api.InvalidValueException if there is no sub-queue
     */
    public static Route modulo(long key, int threads) {
        Bounds.range("threads", threads, 1, Integer.MAX_VALUE);
        return to(Long.toString(Math.floorMod(key, (long) threads)));
    }

    /**
     * The same sub-queue, with an order.
     *
     * @param rank the order, lower first
     * @return the route
     * @throws io.sharq.api.InvalidValueException if it is out of range
     */
    public Route order(int rank) {
        return new Route(thread, rank);
    }
}
