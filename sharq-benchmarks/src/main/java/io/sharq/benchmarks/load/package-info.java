/**
 * The load generator. {@link io.sharq.benchmarks.load.LoadTest} drives a backend or a server, measures it, and checks
 * the jobs that it moved.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.benchmarks.load;
