/**
 * The conformance kit. A backend's author extends {@link io.sharq.tck.BackendConformance} and says how to open an empty
 * backend; the properties of every rule come with it.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.tck;
