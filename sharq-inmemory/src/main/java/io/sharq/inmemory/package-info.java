/**
 * A backend in the memory of one process, for tests and for programs that need no other.
 *
 * <p>Each queue has a lock of its own. What spans queues, the turns, the leases and the dead jobs of a type, lies in
 * concurrent maps, so no lock is shared on the way of an enqueue, a dequeue or a finish. Nothing is kept when the
 * process ends.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.inmemory;
