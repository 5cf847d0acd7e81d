/** The HTTP server of SharQ and its command. */
@org.jspecify.annotations.NullMarked
package io.sharq.server;
