/** The HTTP server of SharQ: {@link io.sharq.server.SharQServer} starts it. */
@org.jspecify.annotations.NullMarked
package io.sharq.server;
