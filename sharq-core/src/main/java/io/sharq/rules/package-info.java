/**
 * The rules of SharQ as pure functions: what every backend decides in the same way. Each names the rule of the design
 * document that it keeps. The Redis backend keeps them in Lua files of the same names.
 *
 * <p>Instants are microseconds of a partition's {@linkplain io.sharq.rules.SteadyTime steady time} unless a name says
 * {@code wall}. 0 is an instant before every other and so means no bound; {@link io.sharq.rules.Readiness#NEVER} comes
 * after every other.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.rules;
