/**
 * Comparisons within one run. {@link io.sharq.benchmarks.round.Rounds} alternates between sides, and {@link
 * io.sharq.benchmarks.round.Outcome} holds their medians, the ratios, and the claims that were not met.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.benchmarks.round;
