/**
 * The loops that perform requests: a loop takes a batch of one sub-queue from a source, renews its leases, lets the
 * handler perform it, and settles it. Internal.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.worker.loop;
