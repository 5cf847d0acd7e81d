/** Fixed command sequences with the replies that the original's documents show. */
@org.jspecify.annotations.NullMarked
package io.sharq.tck.traces;
