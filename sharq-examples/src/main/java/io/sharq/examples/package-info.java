/** Programs a reader can run, each with a {@code main} of its own. */
@org.jspecify.annotations.NullMarked
package io.sharq.examples;
