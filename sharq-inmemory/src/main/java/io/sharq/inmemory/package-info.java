/**
 * A backend in the memory of one process, for tests and for programs that need no persistence.
 *
 * <p>Each queue has its own lock. The turns, leases and dead jobs of a type are in concurrent maps, so enqueues, dequeues
 * and finishes of different queues share no lock. All data is lost when the process ends.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.inmemory;
