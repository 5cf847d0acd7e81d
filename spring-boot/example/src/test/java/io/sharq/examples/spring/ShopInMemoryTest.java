package io.sharq.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** The whole application, on a SharQ in memory. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sharq.backend=inmemory")
@Import(SentMessages.class)
@Timeout(120)
class ShopInMemoryTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private SentMessages sent;

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private int post(String text) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/customers/user001/sms"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"" + text + "\"}"))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whatIsAcceptedIsSent() throws Exception {
        assertThat(post("one")).isEqualTo(202);
        assertThat(post("two")).isEqualTo(202);

        assertThat(Arrays.asList(sent.texts.poll(60, TimeUnit.SECONDS), sent.texts.poll(60, TimeUnit.SECONDS)))
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void theProbesAreUp() throws Exception {
        for (String group : new String[] {"liveness", "readiness"}) {
            HttpResponse<String> response = get("/actuator/health/" + group);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"UP\"");
        }
    }
}
