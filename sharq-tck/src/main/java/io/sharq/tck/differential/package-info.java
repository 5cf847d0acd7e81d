/**
 * Random sequences of all operations, run on a backend and on the model. A sequence on which they differ is shortened
 * and printed as Java code that repeats it.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.tck.differential;
