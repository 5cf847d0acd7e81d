/**
 * Rules 18 to 20 as pure functions: when a limit is open, and what a release, the end of a lease and a change of its parts
 * do to its state. {@link io.sharq.rules.limit.LimitState} is the entry.
 *
 * <p>Instants are microseconds of steady time unless a name says {@code wall}. All numbers stay below 2^53, so that a
 * backend may keep them as doubles. Whatever is rounded is rounded so that a limit never opens early.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.rules.limit;
