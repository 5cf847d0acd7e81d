/** The model: the design document as naive code, with which backends are compared. */
@org.jspecify.annotations.NullMarked
package io.sharq.tck.model;
