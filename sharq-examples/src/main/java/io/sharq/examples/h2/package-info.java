/**
 * A backend that a third party could have written: the rules of SharQ over plain SQL, in an embedded H2 database. It uses
 * the SPI and the pure functions of {@code io.sharq.rules}, and the conformance kit proves it.
 *
 * <p>An {@link io.sharq.examples.h2.Operation} is read from the top: it loads the rows that it needs, changes them in Java
 * by the rules, and writes them back, in one transaction.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.examples.h2;
