/** What runs and ends the loops of a worker: threads, alarms, and reports of what fails. Internal. */
@org.jspecify.annotations.NullMarked
package io.sharq.worker.execution;
