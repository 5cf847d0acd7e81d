/**
 * The rules of SharQ as pure functions: the decisions on which all backends must agree. Each names its rule in the
 * design document. The Redis backend implements them in Lua files of the same names.
 *
 * <p>Instants are microseconds of a partition's {@linkplain io.sharq.rules.SteadyTime steady time} unless a name says
 * {@code wall}. 0 precedes every other instant and so means no bound. {@link io.sharq.rules.Readiness#NEVER} follows
 * every other instant.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.rules;
