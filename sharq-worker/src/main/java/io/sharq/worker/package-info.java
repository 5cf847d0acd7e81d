/**
 * The sharded queue. A {@link io.sharq.worker.Handler} routes requests to sub-queues, each in strict order unless its rules
 * differ; a {@link io.sharq.worker.Queue} registers requests; a {@link io.sharq.worker.Worker} performs them in batches.
 * It uses the facade {@link io.sharq.SharQ} and so works on any backend.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.worker;
