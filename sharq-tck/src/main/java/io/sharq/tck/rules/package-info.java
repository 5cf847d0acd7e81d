/** The rules as properties, a file for each family. Each states its rule from what goes in and comes out alone. */
@org.jspecify.annotations.NullMarked
package io.sharq.tck.rules;
