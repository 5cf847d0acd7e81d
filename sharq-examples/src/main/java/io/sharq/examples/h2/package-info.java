/**
 * An example of a third-party backend: the rules of SharQ in plain SQL, in an embedded H2 database. It uses the SPI and
 * the pure functions of {@code io.sharq.rules}, and passes the conformance kit.
 *
 * <p>Start with {@link io.sharq.examples.h2.Operation}. In one transaction, an operation loads the rows that it needs,
 * changes them in Java by the rules, and writes them back.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.examples.h2;
