/**
 * The conformance kit. The author of a backend extends {@link io.sharq.tck.BackendConformance} and opens an empty
 * backend in it; the properties of every rule are inherited.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.tck;
