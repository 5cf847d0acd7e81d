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
 * Calls of one server over connections that are kept, one for each call that can be under way. Nothing is pipelined: a
 * server answers the calls of one connection in their order, so that one would wait for another's work. Thread-safe.
 */
final class HttpCalls implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The other half of the machine is the server's where both are on one. */
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions common;
    private final String root;

    /**
     * Connects to nothing yet.
     *
     * @param server the root of its API
     * @param callers the most calls under way at a time; more would wait for a connection
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
                // The body is asked for where the answer is told of. This thread may come to it after the answer's end.
                .compose(opened -> opened.send(body)
                        .compose(response -> response.body()
                                .map(said ->
                                        new HttpAnswer(method + " " + uri, response.statusCode(), said.getBytes()))))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** Ends the connections with the threads that serve them. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
