/** The processes that a measurement starts for itself: a Redis and a server of SharQ. */
@org.jspecify.annotations.NullMarked
package io.sharq.benchmarks.process;
