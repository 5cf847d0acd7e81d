package io.sharq.worker;

/**
 * The leases of a batch, for the handler that performs it. Thread-safe.
 *
 * <p>A lease counts as lost once a renewal was refused, or once it has ended by this process's own clock without a renewal
 * that was answered. A process that stands still, in a pause of its machine for example, can notice only when it goes on.
 */
public interface BatchLeases {
    /**
     * Whether the lease of one request is lost, so that another worker may perform it.
     *
     * @param position the request's position in the batch, from 0
     * @return whether it is lost
     * @throws IndexOutOfBoundsException if the batch has no such request
     */
    boolean isLost(int position);

    /**
     * Whether all leases of the batch are lost. What the handler does from now on is not recorded.
     *
     * @return whether none is left
     */
    boolean areAllLost();
}
