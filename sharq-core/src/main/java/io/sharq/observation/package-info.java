/**
 * Tracing on Micrometer's Observation. A program that uses this package adds {@code io.micrometer:micrometer-observation}, and
 * {@code io.micrometer:micrometer-tracing} for {@link io.sharq.observation.WaitSpans}; the rest of SharQ needs neither.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.observation;
