package io.sharq.benchmarks.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An HTTP client of one server with persistent connections, one for each call in flight. Requests are not pipelined: a
 * server responds to the requests of one connection in order, so one would wait for another. Thread-safe.
 */
final class HttpCalls implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Half of the processors. The other half is left for a server on the same machine. */
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions common;
    private final String root;

    /**
     * A client without connections. They are opened by calls.
     *
     * @param server the root of its API
     * @param callers the most calls in flight; more would wait for a connection
     * @throws IllegalArgumentException if the URI names no host
     */
    HttpCalls(URI server, int callers) {
        boolean isSecure = "https".equals(server.getScheme());
        if (server.getHost() == null) {
            throw new IllegalArgumentException("it names no host");
        }
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(THREADS)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientConfig().setVersions(HttpVersion.HTTP_1_1).setConnectTimeout(TIMEOUT))
                .with(new PoolOptions().setHttp1MaxSize(callers))
                .build();
        this.common = new RequestOptions()
                .setHost(server.getHost())
                .setPort(server.getPort() >= 0 ? server.getPort() : isSecure ? 443 : 80)
                .setSsl(isSecure)
                .setIdleTimeout(TIMEOUT.toMillis());
        String path = server.getRawPath();
        this.root = path.endsWith("/") ? path : path + "/";
    }

    CompletableFuture<HttpAnswer> get(String path) {
        return call(HttpMethod.GET, path, Buffer.buffer());
    }

    CompletableFuture<HttpAnswer> post(String path, String json) {
        return call(HttpMethod.POST, path, Buffer.buffer(json));
    }

    private CompletableFuture<HttpAnswer> call(HttpMethod method, String path, Buffer body) {
        String uri = root + path;
        RequestOptions request = new RequestOptions(common).setMethod(method).setURI(uri);
        if (body.length() > 0) {
            request.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        }
        return client.request(request)
                // Request the body in the response's own callback: after that this thread may be too late to read it.
                .compose(opened -> opened.send(body)
                        .compose(response -> response.body()
                                .map(said ->
                                        new HttpAnswer(method + " " + uri, response.statusCode(), said.getBytes()))))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** Closes the connections and stops their threads. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
