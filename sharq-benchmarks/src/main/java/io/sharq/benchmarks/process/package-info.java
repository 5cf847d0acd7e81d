/** The processes that a measurement starts for itself: a Redis, a server of SharQ, a PostgreSQL. */
@org.jspecify.annotations.NullMarked
package io.sharq.benchmarks.process;
