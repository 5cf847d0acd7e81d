package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharq.redis.Patience;
import io.sharq.server.contract.Contract;
import io.sharq.server.contract.ContractAnswers;
import io.sharq.server.contract.Operation;
import io.sharq.server.contract.Route;
import io.sharq.server.contract.Routes;
import io.sharq.server.contract.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** A client that holds every answer against the contract. */
public final class ApiClient {
    private static final Contract CONTRACT = Contract.load();
    private static final ContractAnswers ANSWERS = new ContractAnswers(CONTRACT);
    private static final Routes ROUTES = new Routes(CONTRACT.operations());
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A status and a body. */
    public record Reply(int status, String text, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + text, e);
            }
        }

        String message() {
            return json().path("message").textValue();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private final URI server;
    private final String mediaType;
    private final String[] headers;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public ApiClient(URI server, String... headers) {
        this("application/json", server, headers);
    }

    private ApiClient(String mediaType, URI server, String... headers) {
        this.server = server;
        this.mediaType = mediaType;
        this.headers = headers;
    }

    /** A client that declares its bodies as something else than JSON. */
    static ApiClient ofType(URI server, String mediaType) {
        return new ApiClient(mediaType, server);
    }

    public Reply get(String path) {
        return send("GET", path, null);
    }

    public Reply post(String path, String body) {
        return send("POST", path, body);
    }

    public Reply put(String path, String body) {
        return send("PUT", path, body);
    }

    public Reply delete(String path, String body) {
        return send("DELETE", path, body);
    }

    CompletableFuture<Reply> getLater(String path) {
        HttpRequest request = request("GET", path, null);
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> checked(request, response));
    }

    public Reply send(String method, String path, String body) {
        HttpRequest request = request(method, path, body);
        try {
            return checked(request, http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(Patience.LIMIT)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", mediaType);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    /** Holds an answer against the contract, whatever it is. */
    static Reply checked(HttpRequest request, HttpResponse<String> response) {
        Reply reply = new Reply(response.statusCode(), response.body(), response);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Server")).isEmpty();
        assertThat(reply.text()).doesNotContain("Exception").doesNotContain("io.sharq");
        if (request.method().equals("HEAD")) {
            assertThat(reply.text()).isEmpty();
            return reply;
        }
        if (ROUTES.find(request.method(), request.uri().getRawPath()) instanceof Route.Found found) {
            checkShape(found.operation(), reply);
        } else if (request.method().equals("OPTIONS") && reply.status() == 200) {
            CONTRACT.shape("/components/responses/Success/content/application~1json/schema")
                    .check(reply.json());
        } else {
            CONTRACT.shape("/components/schemas/Failure").check(reply.json());
        }
        return reply;
    }

    private static void checkShape(Operation operation, Reply reply) {
        Shape shape = ANSWERS.of(operation, reply.status());
        if (shape == null) {
            return;
        }
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        try {
            shape.check(reply.json());
        } catch (RuntimeException e) {
            throw new AssertionError(
                    operation.id() + " answered " + reply.status() + " " + reply.text()
                            + ", which its contract has not",
                    e);
        }
    }
}
