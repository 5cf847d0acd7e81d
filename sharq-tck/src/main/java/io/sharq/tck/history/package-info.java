/**
 * What clients did to a backend at the same time, and whether the rules allow it. Every change takes a revision, so the
 * changes of a queue can be gone through in the order in which they happened, without a search for one that fits.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.tck.history;
