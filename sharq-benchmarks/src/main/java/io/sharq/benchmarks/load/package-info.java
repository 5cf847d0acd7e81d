/** The load generator {@code sharq-bench}: it drives a backend or a server, measures it, and checks what it moved. */
@org.jspecify.annotations.NullMarked
package io.sharq.benchmarks.load;
