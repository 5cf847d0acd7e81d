/** Logging of failures that may occur with every call. */
@org.jspecify.annotations.NullMarked
package io.sharq.logging;
