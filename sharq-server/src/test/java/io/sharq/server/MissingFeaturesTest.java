package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.config.Configuration;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of a backend that keeps rules 1 to 17 and offers no further feature. */
final class MissingFeaturesTest {
    private static final String JOBS = "{\"jobs\":[{\"queue_id\":\"q\",\"job_id\":\"j\"}]";

    @TempDir
    Path folder;

    private SharQServer server;
    private ApiClient api;

    @BeforeEach
    void open() throws IOException {
        Path file = Files.writeString(
                folder.resolve("sharq.conf"),
                "[sharq-server]\nhost : 127.0.0.1\nport : 0\nworkers : 1\n[sharq]\nfinished_retention : 60000\n"
                        + SuppliedBackends.section(withoutFeatures(InMemoryBackend.create())));
        server = SharQServer.start(Configuration.load(file));
        api = new ApiClient(URI.create("http://127.0.0.1:" + server.port()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** A backend whose author has implemented none of the methods that have defaults. */
    private static Backend withoutFeatures(Backend backend) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("features")) {
                return Set.of();
            }
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            try {
                return method.invoke(backend, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Backend)
                Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, handler);
    }

    private void refused(String method, String path, String body, String feature, String description) {
        ApiClient.Reply reply = api.send(method, path, body);
        assertThat(reply.text())
                .as("%s %s", method, path)
                .isEqualTo("{\"status\":\"failure\",\"message\":\"This backend does not offer " + description
                        + ".\",\"feature\":\"" + feature + "\"}");
        assertThat(reply.status()).as("%s %s", method, path).isEqualTo(501);
    }

    @Test
    void eachRouteNamesTheFeatureThatItNeeds() {
        api.post("/enqueue/sms/q/", "{\"job_id\":\"j\",\"interval\":0,\"payload\":1}");
        refused("GET", "/jobs/sms/q/", null, "job_listing", "the listing of waiting jobs");
        String changes = "changes of waiting jobs";
        refused("DELETE", "/jobs/sms/q/j/", null, "job_changes", changes);
        refused("PATCH", "/jobs/sms/q/j/", "{\"order\":1}", "job_changes", changes);
        refused("POST", "/cancel/sms/", JOBS + "}", "job_changes", changes);
        refused("POST", "/change/sms/", JOBS + ",\"delay\":0}", "job_changes", changes);

        refused("GET", "/dequeue/sms/?consumer=me", null, "consumers", "names of consumers");
        assertThat(api.get("/dequeue/sms/?lease_ms=3600000").status()).isEqualTo(200);
        String late = "{\"job_id\":\"k\",\"interval\":0,\"payload\":1,\"deadline\":1000}";
        refused("POST", "/enqueue/sms/q/", late, "deadlines", "deadlines of jobs");
        assertThat(api.get("/jobs/sms/q/k/").status()).isEqualTo(404);
        String defaults = "defaults for queues";
        refused("GET", "/defaults/sms/", null, "defaults", defaults);
        refused("PUT", "/defaults/sms/gold-*/", "{\"interval\":1}", "defaults", defaults);
        refused("DELETE", "/defaults/sms/gold-*/", null, "defaults", defaults);
        refused("PUT", "/queues/sms/q/", "{\"interval\":null}", "defaults", defaults);
        assertThat(api.post("/enqueue/sms/q/", "{\"job_id\":\"m\",\"payload\":1}")
                        .message())
                .isEqualTo("`interval` is a mandatory parameter");
        refused("POST", "/throttled/sms/q/j/", "{}", "throttling", "throttled jobs");
        refused("POST", "/finish/sms/q/j/", "{\"result\":1}", "results", "results of jobs");
        refused("POST", "/finish/sms/", JOBS.replace("}", ",\"result\":1}") + "}", "results", "results of jobs");
        refused("GET", "/jobs/sms/q/j/?wait=1", null, "results", "results of jobs");
        assertThat(api.get("/jobs/sms/q/j/").json().get("state").textValue()).isEqualTo("active");
    }

    /** A job that names no headers is enqueued, also by a client whose proxy traces its requests. */
    @Test
    void onlyAJobThatNamesHeadersIsRefused() {
        String job = "{\"job_id\":\"j\",\"interval\":0,\"payload\":1,\"headers\":";
        refused("POST", "/enqueue/sms/q/", job + "{\"a\":\"b\"}}", "headers", "headers of jobs");
        assertThat(api.get("/metrics/sms/q/").json().get("queue_length").intValue())
                .isZero();

        ApiClient traced = new ApiClient(
                URI.create("http://127.0.0.1:" + server.port()),
                "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(traced.post("/enqueue/sms/q/", job + "{}}").status()).isEqualTo(201);
    }

    /** What cannot be read is refused as that, whatever the backend offers. */
    @Test
    void badInputIsStillNamed() {
        assertThat(api.send("PATCH", "/jobs/sms/q/j/", "{\"order\":\"x\"}").message())
                .isEqualTo("`order` has an invalid value.");
        assertThat(api.get("/jobs/sms/q/?limit=0").status()).isEqualTo(400);
    }
}
