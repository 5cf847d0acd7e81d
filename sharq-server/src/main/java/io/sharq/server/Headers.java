package io.sharq.server;

import io.vertx.core.http.HttpHeaders;

/** The headers of every response, encoded once. */
final class Headers {
    static final CharSequence CONTENT_TYPE = HttpHeaders.CONTENT_TYPE;
    static final CharSequence CONTENT_LENGTH = HttpHeaders.CONTENT_LENGTH;
    static final CharSequence EXPECT = HttpHeaders.EXPECT;
    static final CharSequence CACHE_CONTROL = HttpHeaders.CACHE_CONTROL;
    static final CharSequence CONNECTION = HttpHeaders.CONNECTION;
    static final CharSequence CLOSE = HttpHeaders.CLOSE;
    static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");

    private Headers() {}
}
