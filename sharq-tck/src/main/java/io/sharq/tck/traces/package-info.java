/** Fixed sequences with the replies that the original's documents promise, in the original's words. */
@org.jspecify.annotations.NullMarked
package io.sharq.tck.traces;
