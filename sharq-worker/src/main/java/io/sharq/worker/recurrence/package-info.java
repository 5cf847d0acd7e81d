/** Recurrences: their instants, the jobs that stand for them in the store, and the loop that carries them out. Internal. */
@org.jspecify.annotations.NullMarked
package io.sharq.worker.recurrence;
