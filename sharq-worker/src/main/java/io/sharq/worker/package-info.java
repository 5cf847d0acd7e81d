/**
 * The sharded queue: a {@link io.sharq.worker.Handler} says how requests spread over sub-queues, in strict order unless it says otherwise;
 * a {@link io.sharq.worker.Queue} registers requests; a {@link io.sharq.worker.Worker} performs them in batches. It stands
 * on the facade {@code SharQ} alone, and so on any backend.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.worker;
