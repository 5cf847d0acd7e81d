package io.sharq.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.sharq.server.api.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;

/** Responds to malformed or oversized requests and closes the connection, whose further bytes cannot be trusted. */
final class InvalidRequest {
    private InvalidRequest() {}

    static void answer(HttpServerRequest request, ServerContext front) {
        Throwable cause = request.decoderResult().cause();
        Answer answer = cause instanceof TooLongHttpLineException
                ? Answer.failure(414, "The path is too long.")
                : cause instanceof TooLongHttpHeaderException
                        ? Answer.failure(431, "The headers are too large.")
                        : Answer.failure(400, "This is not HTTP/1.1.");
        front.metrics().answered("none", answer.status(), 0);
        if (AccessLog.isEnabled()) {
            byte[] bytes = answer.body().bytes();
            AccessLog.log(new AccessLog.Entry(
                    request.remoteAddress() == null
                            ? null
                            : request.remoteAddress().host(),
                    "-",
                    Instant.now(),
                    "-",
                    "-",
                    "-",
                    answer.status(),
                    bytes.length,
                    null,
                    null));
        }
        var unused = request.response()
                .setStatusCode(answer.status())
                .putHeader(Headers.CONTENT_TYPE, answer.contentType())
                .putHeader(Headers.CACHE_CONTROL, Headers.NO_STORE)
                .putHeader(Headers.CONTENT_TYPE_OPTIONS, Headers.NOSNIFF)
                .putHeader(Headers.CONNECTION, Headers.CLOSE)
                .end(Buffer.buffer(answer.body().bytes()))
                .onComplete(done -> {
                    var unusedToo = request.connection().close();
                });
    }
}
