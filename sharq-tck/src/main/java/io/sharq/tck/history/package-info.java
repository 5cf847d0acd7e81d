/**
 * Records what concurrent clients do to a backend, and checks it against the rules. Every change takes a revision, so
 * the changes of a queue are replayed in the order in which they happened. No search for a possible order is needed.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.tck.history;
