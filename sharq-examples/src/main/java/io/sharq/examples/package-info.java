/** Example programs, each with its own {@code main}. */
@org.jspecify.annotations.NullMarked
package io.sharq.examples;
