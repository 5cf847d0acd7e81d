/** Benchmarks. {@code docs/performance.md} has the commands and the figures. */
@org.jspecify.annotations.NullMarked
package io.sharq.benchmarks;
