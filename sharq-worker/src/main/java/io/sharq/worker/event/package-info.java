/** What a worker reports: its events, their listener, and a listener that keeps metrics. */
@org.jspecify.annotations.NullMarked
package io.sharq.worker.event;
