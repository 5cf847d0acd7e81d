package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.server.ApiClient.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Waiting jobs that are listed, cancelled and changed, and leases that are throttled, over real HTTP, on whatever backend a
 * subclass starts. Each test has queue types of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WaitingJobCases {
    /** A delay that no test reaches. */
    private static final String AN_HOUR = "3600000";

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

    private void enqueue(String type, String job, String more) {
        Reply reply = api.post(
                "/enqueue/" + type + "/1/", "{\"job_id\":\"" + job + "\",\"interval\":0,\"payload\":1" + more + "}");
        assertThat(reply.status()).isEqualTo(201);
    }

    private Reply patch(String type, String job, String change) {
        return api.send("PATCH", "/jobs/" + type + "/1/" + job + "/", change);
    }

    private Reply cancel(String type, String job) {
        return api.delete("/jobs/" + type + "/1/" + job + "/", null);
    }

    private JsonNode take(String type) {
        Reply reply = api.get("/dequeue/" + type + "/");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private List<String> drain(String type) {
        List<String> jobs = new ArrayList<>();
        for (Reply reply = api.get("/dequeue/" + type + "/");
                reply.status() == 200;
                reply = api.get("/dequeue/" + type + "/")) {
            jobs.add(reply.json().get("job_id").textValue());
        }
        return jobs;
    }

    private static void assertDone(Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{\"status\":\"success\"}");
    }

    private static void assertConflict(Reply reply, String state, String word) {
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().get("state").textValue()).isEqualTo(state);
        assertThat(reply.message()).contains(word);
    }

    private static void assertFault(Reply reply, String field, String fault) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).isEqualTo("`" + field + "` has an invalid value.");
        assertThat(reply.json().get("fault").textValue()).contains(fault);
    }

    @Test
    void theWaitingJobsOfAQueueAreListed() {
        enqueue("listed", "taken", "");
        take("listed");
        enqueue("listed", "later", ",\"delay\":" + AN_HOUR);
        enqueue("listed", "second", ",\"order\":7");
        enqueue("listed", "first", ",\"order\":-7");

        JsonNode listing = api.get("/jobs/listed/1/").json();

        assertThat(listing.has("cursor")).isFalse();
        JsonNode jobs = listing.get("jobs");
        assertThat(jobs.findValuesAsText("job_id")).containsExactly("first", "second", "later");
        assertThat(jobs.findValuesAsText("state")).containsExactly("queued", "queued", "scheduled");
        assertThat(jobs.findValuesAsText("order")).containsExactly("-7", "7", "0");
        assertThat(jobs.get(0).has("due_at")).isFalse();
        assertThat(jobs.get(0).has("earliest_release_at")).isTrue();
        assertThat(jobs.get(2).get("due_at")).isEqualTo(jobs.get(2).get("earliest_release_at"));
        JsonNode found = api.get("/jobs/listed/1/later/").json();
        assertThat(jobs.get(2).get("due_at")).isEqualTo(found.get("until"));
        assertThat(api.get("/jobs/listed/2/").text()).isEqualTo("{\"status\":\"success\",\"jobs\":[]}");

        api.post("/pause/listed/1/", null);
        assertThat(api.get("/jobs/listed/1/").json().get("jobs").findValues("earliest_release_at"))
                .isEmpty();
    }

    @Test
    void aJobHasADeadline() {
        enqueue("until", "late", ",\"deadline\":1");
        enqueue("until", "soon", ",\"deadline\":" + AN_HOUR + ",\"delay\":1800000");
        JsonNode found = api.get("/jobs/until/1/soon/").json();
        assertThat(Instant.parse(found.get("deadline_at").textValue()))
                .isEqualTo(Instant.parse(found.get("until").textValue()).plusMillis(1_800_000));

        await("until/1/late", "dead");
        JsonNode late = api.get("/jobs/until/1/late/").json();
        assertThat(late.get("last_failure").textValue()).isEqualTo("deadline");
        assertThat(late.has("deadline_at")).isFalse();
        JsonNode dead = api.get("/dead/until/").json().get("jobs").get(0);
        assertThat(dead.get("reason").textValue()).isEqualTo("deadline");
        JsonNode jobs = api.get("/jobs/until/1/").json().get("jobs");
        assertThat(jobs.findValuesAsText("job_id")).containsExactly("soon");
        assertThat(jobs.get(0).get("deadline_at")).isEqualTo(found.get("deadline_at"));
        assertThat(drain("until")).isEmpty();
        for (String deadline : List.of("0", "-1", "31536000001", "0.5", "\"1\"", "null", "{}")) {
            Reply reply = api.post(
                    "/enqueue/until/1/",
                    "{\"job_id\":\"bad\",\"interval\":0,\"payload\":1,\"deadline\":" + deadline + "}");
            assertFault(reply, "deadline", "It must");
        }
    }

    private void await(String job, String state) {
        Instant end = Instant.now().plusSeconds(30);
        while (!api.get("/jobs/" + job + "/").json().path("state").asText().equals(state)) {
            assertThat(Instant.now()).as("until %s is %s", job, state).isBefore(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aListingHasPages() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            enqueue("paged", "job-" + i, i < 15 ? "" : ",\"delay\":" + AN_HOUR);
            expected.add("job-" + i);
        }
        List<String> listed = new ArrayList<>();
        String path = "/jobs/paged/1/?limit=4";
        for (String next = path; next != null; ) {
            JsonNode page = api.get(next).json();
            assertThat(page.get("jobs").size()).isLessThanOrEqualTo(4);
            listed.addAll(page.get("jobs").findValuesAsText("job_id"));
            next = page.has("cursor") ? path + "&cursor=" + page.get("cursor").textValue() : null;
        }
        assertThat(listed).containsExactlyElementsOf(expected);

        for (String limit : List.of("0", "1001", "x", "1.5", "")) {
            assertFault(api.get("/jobs/paged/1/?limit=" + limit), "limit", "It must");
        }
        for (String cursor : List.of("", "no-cursor", "%00", "x".repeat(1_001), "99999999999999999999")) {
            assertFault(api.get("/jobs/paged/1/?cursor=" + cursor), "cursor", "It must");
        }
    }

    @Test
    void aWaitingJobIsCancelledOnce() {
        enqueue("cancelled", "a", "");
        enqueue("cancelled", "b", ",\"delay\":" + AN_HOUR);
        enqueue("cancelled", "c", "");

        assertDone(cancel("cancelled", "a"));
        assertDone(cancel("cancelled", "b"));

        assertThat(cancel("cancelled", "a").text()).isEqualTo("{\"status\":\"failure\"}");
        assertThat(cancel("cancelled", "a").status()).isEqualTo(404);
        assertThat(api.get("/jobs/cancelled/1/b/").status()).isEqualTo(404);
        assertThat(api.get("/queues/cancelled/1/").json().get("queue_length").intValue())
                .isEqualTo(1);
        assertThat(drain("cancelled")).containsExactly("c");
        enqueue("cancelled", "a", "");
        assertThat(drain("cancelled")).containsExactly("a");
    }

    @Test
    void aWaitingJobIsChanged() {
        for (String job : List.of("a", "b", "c")) {
            enqueue("changed", job, "");
        }
        assertDone(patch("changed", "c", "{\"order\":-1}"));
        assertDone(patch("changed", "a", "{\"delay\":" + AN_HOUR + "}"));
        assertThat(api.get("/jobs/changed/1/a/").json().get("state").textValue())
                .isEqualTo("scheduled");
        assertThat(drain("changed")).containsExactly("c", "b");

        String payload = "{\"b\": 1.10, \"a\":[ \"\u00e9\" , null],\"max_queued_length\":1}";
        assertDone(patch("changed", "a", "{\"delay\":0,\"order\":32767,\"payload\":" + payload + "}"));
        assertThat(api.get("/jobs/changed/1/a/").json().get("order").intValue()).isEqualTo(32_767);
        assertThat(api.get("/dequeue/changed/").text()).contains("\"payload\":" + payload + ",\"lease\"");
    }

    /** Null is a payload like any other. */
    @Test
    void aPayloadMayBecomeNull() {
        enqueue("nulled", "a", "");
        assertDone(patch("nulled", "a", "{\"payload\":null}"));
        assertThat(take("nulled").get("payload").isNull()).isTrue();
    }

    @Test
    void aChangeThatCannotBeReadChangesNothing() {
        enqueue("strict", "a", "");
        String before = api.get("/jobs/strict/1/").text().replaceAll(",\"earliest_release_at\":\"[^\"]*\"", "");
        for (String body : List.of("{}", "[]")) {
            assertFault(patch("strict", "a", body), "body", "It must");
        }
        assertFault(patch("strict", "a", null), "body", "there is none");
        assertFault(patch("strict", "a", "{}"), "body", "`order`, `delay` or `payload`");
        for (String order : List.of("-32769", "32768", "1.5", "\"1\"", "null", "true")) {
            assertFault(patch("strict", "a", "{\"delay\":0,\"order\":" + order + "}"), "order", "It must");
        }
        for (String delay : List.of("-1", "31536000001", "0.5", "\"1\"", "null", "{}")) {
            assertFault(patch("strict", "a", "{\"order\":5,\"delay\":" + delay + "}"), "delay", "It must");
        }
        assertFault(patch("strict", "a", "{\"order\":5,\"interval\":0}"), "interval", "There is no such member.");
        assertFault(patch("strict", "a", "{\"order\":5,\"order\":6}"), "body", "It is not JSON");
        String large = "{\"order\":5,\"payload\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(patch("strict", "a", large).status()).isEqualTo(413);
        assertThat(new ApiClient(server.uri(), "Content-Encoding", "gzip")
                        .send("PATCH", "/jobs/strict/1/a/", "{\"order\":5}")
                        .status())
                .isEqualTo(415);
        assertThat(api.get("/jobs/strict/1/").text().replaceAll(",\"earliest_release_at\":\"[^\"]*\"", ""))
                .isEqualTo(before);
    }

    @Test
    void aJobThatDoesNotWaitIsRefusedAsWhatItIs() {
        enqueue("busy", "dead", ",\"requeue_limit\":0");
        take("busy");
        api.post("/fail/busy/1/dead/", null);
        enqueue("busy", "leased", "");
        take("busy");

        assertConflict(cancel("busy", "dead"), "dead", "dead");
        assertConflict(patch("busy", "dead", "{\"order\":1}"), "dead", "dead");
        assertConflict(cancel("busy", "leased"), "active", "under a lease");
        assertConflict(patch("busy", "leased", "{\"payload\":2}"), "active", "under a lease");
        for (String job : List.of("none", "Leased")) {
            assertThat(patch("busy", job, "{\"order\":1}").status()).isEqualTo(404);
        }
        assertThat(cancel("nothing", "none").status()).isEqualTo(404);
        assertThat(patch("nothing", "none", "{\"order\":1}").status()).isEqualTo(404);
        assertThat(api.get("/metrics/").json().get("queue_types").toString()).doesNotContain("nothing");
        assertThat(api.post("/finish/busy/1/leased/", null).status()).isEqualTo(200);
        assertThat(api.get("/dead/busy/").json().get("jobs")).hasSize(1);
    }

    @Test
    void batchesAreTheirSingles() {
        for (String job : List.of("leased", "b", "c", "d")) {
            enqueue("batches", job, "");
        }
        take("batches");
        String jobs = "\"jobs\":[{\"queue_id\":\"1\",\"job_id\":\"b\"},{\"queue_id\":\"1\",\"job_id\":\"leased\"},"
                + "{\"queue_id\":\"2\",\"job_id\":\"b\"},{\"queue_id\":\"1\",\"job_id\":\"b\"}]";

        JsonNode changed = api.post("/change/batches/", "{" + jobs + ",\"order\":9,\"payload\":[2]}")
                .json()
                .get("results");
        assertThat(changed.findValuesAsText("status")).containsExactly("success", "failure", "failure", "success");
        assertThat(changed.get(1).get("state").textValue()).isEqualTo("active");
        assertThat(changed.get(2).has("message")).isFalse();
        assertThat(api.get("/jobs/batches/1/").json().get("jobs").findValuesAsText("job_id"))
                .containsExactly("c", "d", "b");

        JsonNode cancelled =
                api.post("/cancel/batches/", "{" + jobs + "}").json().get("results");
        assertThat(cancelled.findValuesAsText("status")).containsExactly("success", "failure", "failure", "failure");
        assertThat(cancelled.get(1).get("message").textValue()).contains("under a lease");
        assertThat(drain("batches")).containsExactly("c", "d");

        assertFault(api.post("/change/batches/", "{" + jobs + "}"), "body", "`order`, `delay` or `payload`");
        assertFault(api.post("/cancel/batches/", "{\"jobs\":[]}"), "jobs", "at least 1");
        assertThat(api.post("/cancel/batches/", "{\"jobs\":[{\"queue_id\":\"1\"}]}")
                        .message())
                .isEqualTo("`jobs[0].job_id` is a mandatory parameter");
        assertFault(
                api.post("/cancel/batches/", "{\"jobs\":[{\"queue_id\":\"a b\",\"job_id\":\"b\"}]}"),
                "jobs[0].queue_id",
                "It ");
    }

    @Test
    void aThrottledJobHoldsItsQueue() {
        enqueue("slow", "a", ",\"requeue_limit\":0");
        enqueue("slow", "b", "");
        String lease = take("slow").get("lease").textValue();
        Instant before = Instant.now();

        Reply throttled =
                api.post("/throttled/slow/1/a/", "{\"lease\":\"" + lease + "\",\"retry_after\":" + AN_HOUR + "}");

        assertThat(throttled.status()).isEqualTo(200);
        // Real time: the clock of a server's process, or of Redis, cannot be supplied.
        assertThat(Instant.parse(throttled.json().get("held_until").textValue()))
                .isBetween(before.plusSeconds(3_540), Instant.now().plusSeconds(3_660));
        JsonNode queue = api.get("/queues/slow/1/").json();
        assertThat(queue.get("held_until")).isEqualTo(throttled.json().get("held_until"));
        assertThat(queue.get("hold_reason").textValue()).isEqualTo("throttled");
        JsonNode job = api.get("/jobs/slow/1/a/").json();
        assertThat(job.get("state").textValue()).isEqualTo("queued");
        assertThat(job.get("requeues").intValue()).isZero();
        assertThat(api.get("/dequeue/slow/").status()).isEqualTo(404);

        // Its lease has ended, so it cannot be throttled again.
        assertThat(api.post("/throttled/slow/1/a/", "{\"lease\":\"" + lease + "\"}")
                        .text())
                .isEqualTo("{\"status\":\"failure\"}");
        assertThat(api.post("/throttled/slow/1/a/", null).status()).isEqualTo(404);
        assertThat(api.post("/throttled/nothing/1/a/", null).status()).isEqualTo(404);
        api.put("/queues/slow/1/", "{\"hold\":null}");
        assertThat(drain("slow")).containsExactly("a", "b");
    }

    /** Absent, empty and null are the same: the hold is at least the second with which it begins to grow. */
    @Test
    void aThrottleWithoutASpanHoldsAllTheSame() {
        enqueue("growing", "a", "");
        for (String body : new String[] {null, "{}", "{\"retry_after\":null}"}) {
            take("growing");
            Instant before = Instant.now();
            Reply throttled = api.post("/throttled/growing/1/a/", body);
            assertThat(throttled.status()).isEqualTo(200);
            Instant end = Instant.parse(throttled.json().get("held_until").textValue());
            // Real time, on one clock: the third hold is four seconds at the most.
            assertThat(end).isBetween(before.plusMillis(900), Instant.now().plusSeconds(5));
            api.put("/queues/growing/1/", "{\"hold\":null}");
        }
    }

    @Test
    void aThrottleThatCannotBeReadChangesNothing() {
        enqueue("odd", "a", "");
        take("odd");
        for (String span : List.of("-1", "31536000001", "0.5", "\"30\"", "[]")) {
            assertFault(api.post("/throttled/odd/1/a/", "{\"retry_after\":" + span + "}"), "retry_after", "It must");
        }
        assertFault(api.post("/throttled/odd/1/a/", "{\"lease\":\"x\"}"), "lease", "It ");
        assertFault(api.post("/throttled/odd/1/a/", "{\"delay\":1}"), "delay", "There is no such member.");
        assertThat(api.post("/finish/odd/1/a/", null).status()).isEqualTo(200);
    }

    @Test
    void thePathsHaveTheseMethods() {
        enqueue("paths", "a", "");
        assertThat(api.post("/jobs/paths/1/", "{}").header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(api.post("/jobs/paths/1/a/", "{}").header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH");
        for (String path : List.of("/throttled/paths/1/a/", "/cancel/paths/", "/change/paths/")) {
            for (String method : List.of("GET", "HEAD", "PUT")) {
                Reply refused = api.send(method, path, null);
                assertThat(refused.status()).as(method + " " + path).isEqualTo(405);
                assertThat(refused.header("Allow")).as(method + " " + path).isEqualTo("OPTIONS, POST");
            }
        }
        assertThat(api.send("OPTIONS", "/jobs/paths/1/a/", null).header("Allow"))
                .isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH");
        assertThat(api.send("HEAD", "/jobs/paths/1/", null).status()).isEqualTo(200);
        // A listing without instants, which are of different lengths.
        assertThat(api.send("HEAD", "/jobs/paths/2/", null).header("Content-Length"))
                .isEqualTo(api.get("/jobs/paths/2/").header("Content-Length"));
        assertThat(api.get("/jobs/paths/1").text()).contains("\"job_id\":\"a\"");
    }

    @Test
    void theOperationsAreCountedByName() {
        enqueue("named", "a", "");
        api.get("/jobs/named/1/");
        patch("named", "a", "{\"order\":1}");
        take("named");
        api.post("/throttled/named/1/a/", null);
        cancel("named", "a");
        String metrics = api.get("/prometheus/").text();
        for (String operation : List.of("listJobs", "changeJob", "throttled", "cancelJob")) {
            assertThat(metrics)
                    .contains("sharq_http_requests_seconds_count{operation=\"" + operation + "\",status=\"200\"}");
        }
        for (String operation : List.of("jobs", "change", "throttle", "cancel")) {
            assertThat(metrics).contains("sharq_backend_calls_seconds_count{operation=\"" + operation + "\"");
        }
    }
}
