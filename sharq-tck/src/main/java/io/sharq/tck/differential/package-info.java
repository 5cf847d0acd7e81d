/**
 * Random sequences of all operations, played on a backend and on the model. A sequence on which they disagree is made
 * shorter, and printed as the Java that repeats it.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.tck.differential;
