/** The model: the design document as naive code. Backends are compared with it. */
@org.jspecify.annotations.NullMarked
package io.sharq.tck.model;
