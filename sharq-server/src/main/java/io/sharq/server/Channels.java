package io.sharq.server;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * The Netty channels below the server's connections. Vert.x has no public way to one, and two things need it: a decoder of our
 * own, and closing a connection without waiting for its client.
 */
final class Channels {
    private Channels() {}

    static ChannelHandlerContext of(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext();
    }
}
