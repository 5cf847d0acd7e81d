/**
 * The measurements in rounds, one {@link io.sharq.benchmarks.scenario.Scenario} each. A scenario states a claim, and
 * fails if what it measured did not exercise it.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.benchmarks.scenario;
