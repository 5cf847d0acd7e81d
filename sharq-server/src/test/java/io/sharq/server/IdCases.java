package io.sharq.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.server.ApiClient.Reply;
import io.sharq.server.contract.Contract;
import io.sharq.server.contract.Operation;
import io.sharq.server.contract.Route;
import io.sharq.server.contract.Routes;
import io.sharq.tck.HardIds;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route takes every identifier, and no two paths mean one queue. Each test has queue types of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IdCases {
    private static final List<Operation> OPERATIONS = Contract.load().operations();
    private static final Routes ROUTES = new Routes(OPERATIONS);

    private final Set<String> called = new HashSet<>();
    private ServerProcess server;
    private ApiClient api;

    abstract ServerProcess start();

    @BeforeAll
    void open() {
        server = start();
        api = new ApiClient(server.uri());
    }

    @AfterAll
    void close() {
        server.close();
    }

    /** Everything but letters, digits and a few marks is encoded. */
    private static String encoded(String id) {
        return URLEncoder.encode(id, UTF_8);
    }

    /** What a segment of a path may hold stays as it is. */
    private static String hardlyEncoded(String id) {
        return id.replace("%", "%25")
                .replace("/", "%2F")
                .replace("?", "%3F")
                .replace("#", "%23")
                .replace("[", "%5B")
                .replace("]", "%5D");
    }

    private JsonNode call(int status, String method, String path, JsonNode body) {
        Reply reply = api.send(method, path, body == null ? null : body.toString());
        assertThat(reply.status())
                .as(method + " " + path + " " + body + " " + reply.text())
                .isEqualTo(status);
        if (ROUTES.find(method, path.replaceAll("\\?.*", "")) instanceof Route.Found found) {
            called.add(found.operation().id());
        }
        return reply.json();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode newJob(String id) {
        return object().put("job_id", id).put("interval", 0).put("payload", id);
    }

    private static ObjectNode jobs(ObjectNode job) {
        ObjectNode jobs = object();
        jobs.putArray("jobs").add(job);
        return jobs;
    }

    private static ObjectNode named(String queue, String job) {
        return object().put("queue_id", queue).put("job_id", job);
    }

    private void take(String type, String queue, String job) {
        JsonNode taken = call(200, "POST", "/dequeue/" + type + "/", null);
        assertThat(taken.get("queue_id").textValue()).isEqualTo(queue);
        assertThat(taken.get("job_id").textValue()).isEqualTo(job);
        assertThat(taken.get("payload").textValue()).isEqualTo(job);
    }

    @Test
    void everyRouteTakesEveryId() {
        List<String> ids = HardIds.ALL;
        for (int i = 0; i < ids.size(); i++) {
            goThrough("every", ids.get(i), ids.get((i + 1) % ids.size()), ids.get((i + 2) % ids.size()));
        }
        assertThat(call(200, "GET", "/dead/every/", null).get("jobs")).isEmpty();
        assertThat(OPERATIONS)
                .filteredOn(operation -> operation.template().contains("{queue_id}"))
                .allMatch(operation -> called.contains(operation.id()));
        assertThat(called).contains("enqueueBatch", "finishBatch", "redrive", "discard");
    }

    private void goThrough(String type, String queue, String job, String other) {
        String ofQueue = "/" + type + "/" + encoded(queue) + "/";
        String ofJob = ofQueue + encoded(job) + "/";
        assertThat(call(
                                200,
                                "POST",
                                "/enqueue/" + type + "/",
                                jobs(newJob(other).put("queue_id", queue).put("order", 1)))
                        .at("/results/0/status")
                        .textValue())
                .isEqualTo("queued");
        call(201, "POST", "/enqueue" + ofQueue, newJob(job).put("requeue_limit", 1));
        call(409, "POST", "/enqueue" + ofQueue, newJob(job));
        call(200, "POST", "/interval" + ofQueue, object().put("interval", 0));
        call(200, "PUT", "/queues" + ofQueue, object().put("concurrency", 7));
        call(200, "POST", "/pause" + ofQueue, null);
        assertThat(call(404, "GET", "/dequeue/" + type + "/", null)).isNotNull();
        call(200, "POST", "/resume" + ofQueue, null);
        JsonNode description = call(200, "GET", "/queues" + ofQueue, null);
        assertThat(description.get("queue_id").textValue()).isEqualTo(queue);
        assertThat(description.get("queue_length").intValue()).isEqualTo(2);
        assertThat(call(200, "GET", "/metrics" + ofQueue, null)
                        .get("queue_length")
                        .intValue())
                .isEqualTo(2);
        JsonNode found = call(200, "GET", "/jobs" + ofJob, null);
        assertThat(found.get("queue_id").textValue()).isEqualTo(queue);
        assertThat(found.get("job_id").textValue()).isEqualTo(job);

        JsonNode first = call(200, "GET", "/jobs" + ofQueue, null).at("/jobs/0");
        assertThat(first.get("job_id").textValue()).isEqualTo(job);
        call(200, "PATCH", "/jobs" + ofJob, object().put("order", -1));

        take(type, queue, job);
        call(200, "POST", "/throttled" + ofJob, object().put("retry_after", 0));
        take(type, queue, job);
        call(200, "POST", "/extend" + ofJob, object().put("duration", 60_000));
        call(200, "POST", "/release" + ofJob, null);
        take(type, queue, job);
        assertThat(call(200, "POST", "/fail" + ofJob, null).get("outcome").textValue())
                .isEqualTo("requeued");
        take(type, queue, job);
        assertThat(call(200, "POST", "/fail" + ofJob, object().put("reason", queue))
                        .get("outcome")
                        .textValue())
                .isEqualTo("dead");
        JsonNode dead = call(200, "GET", "/dead/" + type + "/", null).at("/jobs/0");
        assertThat(dead.get("queue_id").textValue()).isEqualTo(queue);
        assertThat(dead.get("job_id").textValue()).isEqualTo(job);
        assertThat(call(200, "POST", "/dead/" + type + "/redrive/", jobs(named(queue, job)))
                        .get("done")
                        .intValue())
                .isEqualTo(1);
        take(type, queue, job);
        call(200, "POST", "/finish" + ofJob, null);
        call(404, "POST", "/finish" + ofJob, null);
        take(type, queue, other);
        assertThat(call(200, "POST", "/finish/" + type + "/", jobs(named(queue, other)))
                        .at("/results/0/status")
                        .textValue())
                .isEqualTo("success");

        call(201, "POST", "/enqueue" + ofQueue, newJob(job).put("requeue_limit", 0));
        take(type, queue, job);
        call(200, "POST", "/fail" + ofJob, null);
        assertThat(call(200, "POST", "/dead/" + type + "/discard/", jobs(named(queue, job)))
                        .get("done")
                        .intValue())
                .isEqualTo(1);
        call(201, "POST", "/enqueue" + ofQueue, newJob(job));
        call(200, "DELETE", "/jobs" + ofJob, null);
        call(201, "POST", "/enqueue" + ofQueue, newJob(job));
        assertThat(call(200, "DELETE", "/deletequeue" + ofQueue, object().put("purge_all", true))
                        .get("status")
                        .textValue())
                .isEqualTo("Success");
    }

    /** Each queue has an interval of its own, by which it is recognised, however its id is written. */
    @Test
    void noTwoPathsMeanOneQueue() {
        List<String> ids = HardIds.ALL;
        for (int i = 0; i < ids.size(); i++) {
            call(
                    201,
                    "POST",
                    "/enqueue/apart/" + encoded(ids.get(i)) + "/",
                    newJob("a").put("interval", i));
        }
        for (int i = 0; i < ids.size(); i++) {
            for (String segment : List.of(
                    encoded(ids.get(i)),
                    hardlyEncoded(ids.get(i)),
                    encoded(ids.get(i)).toLowerCase(Locale.ROOT))) {
                if (segment.equals(encoded(ids.get(i)).toLowerCase(Locale.ROOT))
                        && !ids.get(i).equals(ids.get(i).toLowerCase(Locale.ROOT))) {
                    continue;
                }
                JsonNode queue = call(200, "GET", "/queues/apart/" + segment, null);
                assertThat(queue.get("queue_id").textValue()).isEqualTo(ids.get(i));
                assertThat(queue.get("interval").intValue()).isEqualTo(i);
            }
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            // The cursor goes into the query as it came.
            JsonNode page = call(200, "GET", "/queues/apart/?limit=7" + cursor, null);
            page.get("queue_ids").forEach(id -> listed.add(id.textValue()));
            cursor = page.has("next") ? "&cursor=" + page.get("next").textValue() : null;
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
        List<String> all = new ArrayList<>();
        call(200, "GET", "/metrics/apart/", null).get("queue_ids").forEach(id -> all.add(id.textValue()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(ids);
    }

    /** What decodes to no identifier is refused by its field on every route, before anything happens. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%4",
                "a%",
                "%zz",
                "%2",
                "%+1",
                "%00",
                "%0A",
                "%0d%0a",
                "%09",
                "%1b",
                "%7f",
                "%20",
                "%22",
                "%27",
                "%3C",
                "%5C",
                "%7B",
                "%7C",
                "%5E",
                "%60",
                "%C3%A9",
                "%E2%84%AA",
                "%EF%BC%91",
                "%C0%AF",
                "%E0%80%AF",
                "%F8%80%80%80%AF",
                "%ED%A0%80",
                "%FF",
                "LONG",
                "%61LONG",
            })
    void whatIsNoIdIsRefusedByItsField(String segment) {
        String bad = segment.replace("LONG", "x".repeat(segment.startsWith("%") ? 200 : 201));
        for (Operation operation : OPERATIONS) {
            for (String field : List.of("queue_id", "job_id")) {
                if (operation.template().contains("{" + field + "}")) {
                    String path = operation
                            .template()
                            .replace("{" + field + "}", bad)
                            .replace("{queue_type}", "refused")
                            .replaceAll("\\{\\w+}", "a");
                    RawHttp.Said said = RawHttp.exchange(
                            server.port(),
                            operation.method() + " " + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                            RawHttp.SILENCE_MILLIS);
                    assertThat(said.status()).as(path).isEqualTo(400);
                    assertThat(said.text()).as(path).contains("`" + field + "` has an invalid value.");
                }
            }
        }
        assertThat(api.get("/queues/refused/").json().get("queue_ids")).isEmpty();
    }

    @Test
    void aRefusalNamesTheCharacterAndItsPosition() {
        assertThat(call(400, "GET", "/queues/refusal/ab%7Bc/", null)
                        .get("fault")
                        .textValue())
                .endsWith("but has U+007B ({) at position 2.");
        assertThat(call(400, "GET", "/queues/refusal/a%0A/", null).get("fault").textValue())
                .endsWith("but has U+000A at position 1.");
        Reply body = api.post("/enqueue/refusal/q/", newJob("a\u00e9").toString());
        assertThat(body.status()).isEqualTo(400);
        assertThat(body.message()).isEqualTo("`job_id` has an invalid value.");
        assertThat(body.json().get("fault").textValue()).endsWith("but has U+00E9 at position 1.");
        Reply batch = api.post(
                "/enqueue/refusal/", jobs(newJob("a").put("queue_id", "q|")).toString());
        assertThat(batch.message()).isEqualTo("`jobs[0].queue_id` has an invalid value.");
        assertThat(batch.json().get("fault").textValue()).endsWith("but has U+007C (|) at position 1.");
    }

    /** The queue types are as before. */
    @ParameterizedTest
    @ValueSource(strings = {"a.b", "..", "+1", "a%2Fb", "a:b", "a@b", "%2E%2E"})
    void aTypeHasNoSuchCharacters(String type) {
        RawHttp.Said said = RawHttp.exchange(
                server.port(),
                "GET /queues/" + type + "/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                RawHttp.SILENCE_MILLIS);
        assertThat(said.status()).isEqualTo(400);
        assertThat(said.text()).contains("`queue_type` has an invalid value.");
    }

    /** No path is resolved: two dots are a name, in whatever spelling they arrive. */
    @ParameterizedTest
    @ValueSource(strings = {"..", "%2E%2E", "%2e.", ".%2e", ".", "%2e"})
    void dotsAreNames(String segment) {
        String id = segment.replaceAll("(?i)%2e", ".");
        String type = "dots" + segment.length() + id.length() + segment.indexOf('%') + segment.contains("E");
        call(200, "POST", "/enqueue/" + type + "/", jobs(newJob("a").put("queue_id", id)));
        RawHttp.Said said = RawHttp.exchange(
                server.port(),
                "GET /queues/" + type + "/" + segment + "/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                RawHttp.SILENCE_MILLIS);
        assertThat(said.status()).isEqualTo(200);
        assertThat(said.text()).contains("\"queue_id\":\"" + id + "\"");
        // Java's client sends a path as it is.
        assertThat(call(200, "GET", "/jobs/" + type + "/" + segment + "/a/", null)
                        .get("queue_id")
                        .textValue())
                .isEqualTo(id);
        assertThat(call(404, "GET", "/queues/" + type + "/" + segment + "/../health/live/", null))
                .isNotNull();
    }
}
