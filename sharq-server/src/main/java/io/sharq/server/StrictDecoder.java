package io.sharq.server;

import static io.sharq.config.section.ServerSection.MAX_HEADER_SIZE;
import static io.sharq.config.section.ServerSection.MAX_URI_LENGTH;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1 decoder that rejects ambiguous requests, as RFC 9112 recommends against request smuggling, and reads nothing
 * after one. Vert.x has no option for that, and Netty accepts a {@code Content-Length} beside {@code Transfer-Encoding}. It
 * extends the decoder of Vert.x, which is not public, because that one creates the header objects with which Vert.x works.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
    private static final String NAME = "httpDecoder";
    private static final int LONGEST_LENGTH = 18;

    private final Runnable heard;
    private boolean isRefused;

    private StrictDecoder(Http1ServerConfig config, Runnable heard) {
        super(config);
        this.heard = heard;
    }

    /** Installs a decoder on a connection that has read nothing yet; {@code heard} runs whenever bytes arrive. */
    static void guard(HttpConnection connection, ServerSettings settings, Runnable heard) {
        Http1ServerConfig config = new Http1ServerConfig()
                .setMaxInitialLineLength(settings.get(MAX_URI_LENGTH))
                .setMaxHeaderSize(settings.get(MAX_HEADER_SIZE));
        Channels.of(connection).pipeline().replace(NAME, NAME, new StrictDecoder(config, heard));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Content-Length beside Transfer-Encoding");
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (isRefused) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        heard.run();
        int before = out.size();
        super.decode(context, bytes, out);
        for (int i = before; i < out.size(); i++) {
            if (out.get(i) instanceof HttpRequest request
                    && request.decoderResult().isSuccess()) {
                String fault = fault(request);
                if (fault != null) {
                    refuse(fault, out, i);
                    bytes.skipBytes(bytes.readableBytes());
                    return;
                }
            }
        }
    }

    private void refuse(String fault, List<Object> out, int from) {
        isRefused = true;
        while (out.size() > from) {
            ReferenceCountUtil.release(out.remove(out.size() - 1));
        }
        HttpMessage invalid = createInvalidMessage();
        invalid.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(fault)));
        out.add(invalid);
    }

    private static @Nullable String fault(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        boolean isNew = version.equals(HttpVersion.HTTP_1_1);
        if (!isNew && !version.equals(HttpVersion.HTTP_1_0)) {
            return "a version that is not read";
        }
        if (!isTarget(request.uri())) {
            return "a target that is neither a path nor an address";
        }
        if (request.headers().contains("")) {
            return "a header without a name";
        }
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (isNew && hosts.isEmpty()) || (hosts.size() == 1 && !isHost(hosts.get(0)))) {
            return "not one host";
        }
        List<String> encodings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (encodings.size() > 1
                || (encodings.size() == 1
                        && (!isNew || !encodings.get(0).strip().equalsIgnoreCase("chunked")))) {
            return "a transfer encoding other than chunked";
        }
        List<String> lengths = request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        return lengths.size() > 1 || (lengths.size() == 1 && !isLength(lengths.get(0))) ? "not one length" : null;
    }

    private static boolean isTarget(String uri) {
        return (uri.startsWith("/") || uri.startsWith("http://") || uri.startsWith("https://"))
                && uri.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
    }

    private static boolean isHost(String host) {
        return host.chars().allMatch(c -> c > ' ' && c < 0x7f && ",/\\@?#\"<>".indexOf(c) < 0);
    }

    private static boolean isLength(String length) {
        return !length.isEmpty()
                && length.length() <= LONGEST_LENGTH
                && length.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
