/** The rules as properties, a file for each family. Each property states its rule from inputs and outputs alone. */
@org.jspecify.annotations.NullMarked
package io.sharq.tck.rules;
