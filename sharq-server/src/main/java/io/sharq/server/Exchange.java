package io.sharq.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.server.api.Answer;
import io.sharq.server.api.Call;
import io.sharq.server.api.QuotaKey;
import io.sharq.server.auth.Principal;
import io.sharq.server.auth.Verdict;
import io.sharq.server.contract.Access;
import io.sharq.server.contract.MissingValueException;
import io.sharq.server.contract.Operation;
import io.sharq.server.contract.Route;
import io.sharq.server.contract.Shape;
import io.sharq.server.contract.TooLargeException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: routing, authentication, authorisation, body, operation, and the response itself. Confined to
 * the event loop of its connection.
 */
final class Exchange {
    private static final int MOST_QUERY_PARAMETERS = 32;
    private static final String AUTHORIZATION = "Authorization";
    private static final Set<String> URL_ENCODED =
            Set.of("application/x-www-form-urlencoded", "application/x-url-encoded");
    private static final Buffer NO_BODY = Buffer.buffer();

    private final ServerContext front;
    private final HttpServerRequest request;
    private final Context context;
    private final long begunNanos = System.nanoTime();
    private final String requestId;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private String operation = "none";
    private Principal principal = Principal.ANYBODY;
    private Buffer body = NO_BODY;
    private boolean isAnswered;
    private boolean isTooLarge;

    /** Whether the client waits for {@code 100 Continue}, which was not sent: then no request can follow on the connection. */
    private boolean expectsContinue;

    Exchange(ServerContext front, HttpServerRequest request, Context context) {
        this.front = front;
        this.request = request;
        this.context = context;
        List<String> ids = request.headers().getAll(Headers.REQUEST_ID);
        this.requestId = front.requestIds().of(ids.size() == 1 ? ids.get(0) : null);
        this.expectsContinue = request.headers().contains(Headers.EXPECT) && request.version() != HttpVersion.HTTP_1_0;
    }

    void begin() {
        now(Deadline::begun);
        request.exceptionHandler(failure -> gone());
        request.response().closeHandler(closed -> gone());
        request.endHandler(end -> ended());
        try {
            Answer refusal = front.browsers()
                    .refusal(
                            request.headers().getAll("Host"),
                            request.headers().getAll("Origin"),
                            request.headers().getAll("Sec-Fetch-Site"));
            if (refusal != null) {
                answer(refusal);
                return;
            }
            refuseRepeated(AUTHORIZATION);
            refuseRepeated("Content-Type");
            Route route = front.routes().find(request.method().name(), request.path());
            if (route instanceof Route.Found found) {
                operation = found.operation().id();
                authenticate(found);
            } else if (route instanceof Route.OtherMethods other && HttpMethod.OPTIONS.equals(request.method())) {
                operation = "options";
                answer(Answer.methods(other.allowed()));
            } else if (route instanceof Route.OtherMethods other) {
                answer(Answer.failure(405, "This path has other methods.").header("Allow", other.allowed()));
            } else {
                answer(Answer.failure(404, "There is no such path."));
            }
        } catch (RuntimeException e) {
            answer(e);
        }
    }

    /** The rest of the body of a refused request is read within the deadline of any body, and discarded. */
    private void ended() {
        if (isAnswered && !isLast()) {
            now(Deadline::answered);
        }
    }

    private void now(Consumer<Deadline> event) {
        front.connections().now(request.connection(), event);
    }

    private void gone() {
        gone.complete(null);
    }

    /** Repeated headers are refused: a proxy could check one of them, and the server obey the other. */
    private void refuseRepeated(String header) {
        if (request.headers().getAll(header).size() > 1) {
            throw new InvalidValueException(header, "It is there more than once.");
        }
    }

    private void authenticate(Route.Found route) {
        if (isPrefetch()) {
            answer(Answer.failure(400, "This is no page to fetch in advance."));
            return;
        }
        if (route.operation().access() instanceof Access.Everyone) {
            receive(route);
            return;
        }
        CompletableFuture<Verdict> verdict = front.authenticator()
                .authenticate(request.getHeader(AUTHORIZATION), host())
                .toCompletableFuture();
        if (verdict.isDone()) {
            authorize(route, verdict.join());
            return;
        }
        // The body is not read before the client is authenticated.
        request.pause();
        CompletableFuture<?> unused = verdict.whenComplete((known, failure) -> context.runOnContext(ignored -> {
            if (failure == null) {
                authorize(route, known);
            } else {
                answer(failure);
            }
            request.resume();
        }));
    }

    /** Browsers may prefetch links. An unintended dequeue would take a job. */
    private boolean isPrefetch() {
        return contains("Sec-Purpose", "prefetch") || contains("Purpose", "prefetch") || contains("X-Moz", "prefetch");
    }

    private boolean contains(String header, String word) {
        return request.headers().getAll(header).stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(word));
    }

    private void authorize(Route.Found route, Verdict verdict) {
        if (verdict instanceof Verdict.Busy) {
            answer(Answer.failure(429, "Too many credentials to check.").retryAfter(1));
        } else if (verdict instanceof Verdict.Known known) {
            principal = known.principal();
            if (principal.may(route.operation(), route.parameters())) {
                receive(route);
            } else {
                answer(Answer.failure(403, "These credentials do not allow it."));
            }
        } else {
            answer(Answer.failure(401, "Credentials are needed.")
                    .header("WWW-Authenticate", "Basic realm=\"SharQ\", Bearer realm=\"SharQ\""));
        }
    }

    private void receive(Route.Found route) {
        long announced = contentLength();
        if (announced > front.settings().bodySize()) {
            refuseBody();
            return;
        }
        if (expectsContinue) {
            if (!request.headers().getAll(Headers.EXPECT).stream().allMatch("100-continue"::equalsIgnoreCase)) {
                answer(Answer.failure(417, "The header Expect may only say 100-continue."));
                return;
            }
            expectsContinue = false;
            var unused = request.response().writeContinue();
        }
        request.handler(this::append);
        request.endHandler(end -> {
            if (!isAnswered) {
                now(Deadline::received);
                perform(route);
            } else {
                ended();
            }
        });
    }

    private long contentLength() {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("Content-Length", "It is not a number.", e);
        }
    }

    private void append(Buffer part) {
        if (isAnswered) {
            return;
        }
        if (body.length() + part.length() > front.settings().bodySize()) {
            refuseBody();
            return;
        }
        body = body.length() == 0 ? part : (body == NO_BODY ? Buffer.buffer() : body).appendBuffer(part);
    }

    private void refuseBody() {
        isTooLarge = true;
        answer(new TooLargeException(
                "The body is larger than " + front.settings().bodySize() + " bytes.", null));
    }

    private void perform(Route.Found route) {
        try {
            QuotaKey quotaKey = QuotaKey.of(principal, host());
            if (!route.operation().isHealthCheck()) {
                front.quotas().take(quotaKey, body.length());
            }
            Call call = new Call(
                    route.operation(),
                    checked(route.parameters()),
                    query(route.operation()),
                    body(route.operation()),
                    principal,
                    quotaKey,
                    TraceContext.of(request.headers()::getAll),
                    gone);
            CompletableFuture<Answer> answer =
                    front.handler(route.operation()).answer(call).toCompletableFuture();
            if (answer.isDone() && !answer.isCompletedExceptionally()) {
                answer(answer.join());
                return;
            }
            CompletableFuture<?> unused = answer.whenComplete((done, failure) -> context.runOnContext(ignored -> {
                if (failure == null) {
                    answer(done);
                } else {
                    answer(failure);
                }
            }));
        } catch (RuntimeException e) {
            answer(e);
        }
    }

    private static Map<String, String> checked(Map<String, String> path) {
        path.forEach((name, value) -> {
            if (value.isEmpty()) {
                if (name.equals(Operation.QUEUE_TYPE)
                        && path.getOrDefault("queue_id", "").length() > 0) {
                    throw new UnaccompaniedException();
                }
                throw new MissingValueException(name);
            }
            if (name.equals(Operation.QUEUE_TYPE)) {
                Bounds.queueType(name, value);
            } else {
                Bounds.identifier(name, value);
            }
        });
        return path;
    }

    private Map<String, JsonNode> query(Operation operation) {
        if (request.query() == null) {
            return Map.of();
        }
        Map<String, List<String>> written;
        try {
            written = new QueryStringDecoder(
                            request.query(), StandardCharsets.UTF_8, false, MOST_QUERY_PARAMETERS + 1, true)
                    .parameters();
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("query", "Its percent-encoding is broken.", e);
        }
        if (written.values().stream().mapToInt(List::size).sum() > MOST_QUERY_PARAMETERS) {
            throw new InvalidValueException("query", "It has more than " + MOST_QUERY_PARAMETERS + " parameters.");
        }
        return operation.readQuery(written);
    }

    private ObjectNode body(Operation operation) {
        Shape shape = operation.body();
        if (shape == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (body.length() == 0) {
            if (operation.isBodyRequired()) {
                throw new InvalidValueException("body", "It must be a JSON object, but there is none.");
            }
            return JsonNodeFactory.instance.objectNode();
        }
        checkContentType();
        ObjectNode object = front.json().read(body.getBytes());
        shape.check(object);
        return object;
    }

    /**
     * Any declared type is read as JSON, as the original does, except those of forms: the original reads no body of a form, and
     * a form would be an error of the caller.
     */
    private void checkContentType() {
        String type = request.getHeader("Content-Type");
        if (!request.headers().getAll("Content-Encoding").stream().allMatch(Exchange::isIdentity)) {
            throw new UnsupportedMediaException("A body must not be compressed.");
        }
        if (type == null || type.isBlank()) {
            return;
        }
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (media.startsWith("multipart/") || URL_ENCODED.contains(media)) {
            throw new UnsupportedMediaException("A body must be application/json, and not that of a form.");
        }
    }

    /** Whether the body is not encoded: each encoding is {@code identity}. */
    private static boolean isIdentity(String encodings) {
        return Arrays.stream(encodings.split(",", -1))
                .map(String::strip)
                .allMatch(encoding -> encoding.isEmpty() || encoding.equalsIgnoreCase("identity"));
    }

    private void answer(Throwable failure) {
        answer(Failures.answer(failure, operation, requestId));
    }

    private void answer(Answer answer) {
        HttpServerResponse response = request.response();
        if (isAnswered || response.closed() || gone.isDone()) {
            answer.ifUndelivered().run();
            return;
        }
        isAnswered = true;
        byte[] bytes = answer.body().bytes();
        boolean isHead = HttpMethod.HEAD.equals(request.method());
        int sent = isHead ? 0 : bytes.length;
        HttpConnection connection = request.connection();
        if (!front.connections().maySend(connection, sent)) {
            answer.ifUndelivered().run();
            return;
        }
        response.setStatusCode(answer.status());
        response.putHeader(Headers.CONTENT_TYPE, answer.contentType());
        response.putHeader(Headers.CACHE_CONTROL, Headers.NO_STORE);
        response.putHeader(Headers.CONTENT_TYPE_OPTIONS, Headers.NOSNIFF);
        response.putHeader(Headers.REQUEST_ID, requestId);
        answer.headers().forEach(response::putHeader);
        boolean isLast = isLast();
        if (isLast) {
            response.putHeader(Headers.CONNECTION, Headers.CLOSE);
        }
        if (isHead) {
            response.putHeader(Headers.CONTENT_LENGTH, Integer.toString(bytes.length));
        }
        var unused = (isHead ? response.end() : response.end(Buffer.buffer(bytes)))
                .onComplete(done -> front.connections().sent(connection, sent))
                .onFailure(failure -> answer.ifUndelivered().run());
        if (isLast) {
            now(Deadline::closesSoon);
        } else if (request.isEnded()) {
            now(Deadline::answered);
        }
        finished(answer.status(), sent);
    }

    private boolean isLast() {
        return isTooLarge || expectsContinue || front.isClosing().getAsBoolean();
    }

    private void finished(int status, int bytes) {
        long nanos = System.nanoTime() - begunNanos;
        front.metrics().answered(operation, status, nanos);
        if (AccessLog.isEnabled()) {
            AccessLog.log(entry(status, bytes));
        }
    }

    private AccessLog.Entry entry(int status, int bytes) {
        return new AccessLog.Entry(
                host(),
                principal.name(),
                Instant.now(),
                request.method().name(),
                request.uri(),
                request.version() == HttpVersion.HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1",
                status,
                bytes,
                request.getHeader("Referer"),
                request.getHeader("User-Agent"));
    }

    private @Nullable String host() {
        return request.remoteAddress() == null ? null : request.remoteAddress().host();
    }
}
