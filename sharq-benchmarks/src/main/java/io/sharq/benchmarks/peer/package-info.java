/**
 * The comparison with other job queues. Their libraries are no dependencies of this project: they are fetched at run
 * time into a cache, and small programs, which are resources of this package, are compiled against them there.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.benchmarks.peer;
