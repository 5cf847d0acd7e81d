package io.sharq.worker;

import io.sharq.TraceScope;
import io.sharq.api.Headers;

/**
 * The leases of a batch, and the headers and traces of its requests, for the handler that performs it. Thread-safe.
 *
 * <p>A lease is lost once a renewal was refused, once it has ended by this process's clock without a response to a renewal,
 * or once a closed worker has given the batch back. A process that stands still, such as one on a paused machine, notices
 * only when it goes on.
 */
public interface BatchLeases {
    /**
     * Whether the lease of a request is lost. Another worker may then perform the request.
     *
     * @param position the request's position in the batch, from 0
     * @return whether it is lost
     * @throws IndexOutOfBoundsException if the batch has no such request
     */
    boolean isLost(int position);

    /**
     * Whether all leases of the batch are lost. The outcome of the batch is then ignored.
     *
     * @return whether no lease is left
     */
    boolean areAllLost();

    /**
     * The headers of a request (rule 26), as its registration gave them.
     *
     * @param position the request's position in the batch, from 0
     * @return the headers; none if it has none
     * @throws IndexOutOfBoundsException if the batch has no such request
     */
    Headers headers(int position);

    /**
     * Makes the span of a request the current one of the calling thread until the scope is closed, so that what is done for
     * the request appears in its trace. Each request of a batch has a span of its own; that of a batch of one request is
     * current from the start. Scopes of one request are opened by one thread at a time, and closed before the handler
     * returns.
     *
     * @param position the request's position in the batch, from 0
     * @return the scope; one that does nothing if the {@link io.sharq.SharQ} has no tracing
     * @throws IndexOutOfBoundsException if the batch has no such request
     */
    TraceScope trace(int position);
}
