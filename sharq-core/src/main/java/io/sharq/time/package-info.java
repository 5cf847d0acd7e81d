/** Scheduling and backoff: {@link io.sharq.time.Alarms}, and a {@link io.sharq.time.ManualTime} for tests. */
@org.jspecify.annotations.NullMarked
package io.sharq.time;
