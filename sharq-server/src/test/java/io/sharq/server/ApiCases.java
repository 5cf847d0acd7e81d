package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharq.redis.Patience;
import io.sharq.server.ApiClient.Reply;
import io.sharq.server.contract.Contract;
import io.sharq.server.contract.Operation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the API does, over real HTTP, on whatever backend a subclass starts. Each test has queue types of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiCases {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    private ServerProcess server;
    private ApiClient api;
    private int bounds;

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

    private Reply enqueue(String type, String queue, String job, String payload) {
        return api.post(
                "/enqueue/" + type + "/" + queue + "/",
                "{\"job_id\":\"" + job + "\",\"interval\":0,\"payload\":" + payload + "}");
    }

    @Test
    void aJobGoesInComesOutAndIsFinishedOnce() {
        Reply queued = enqueue("round", "1", "job-1", "{\"hello\":\"world\"}");
        assertThat(queued.status()).isEqualTo(201);
        assertThat(queued.json().get("status").textValue()).isEqualTo("queued");
        assertThat(queued.json().get("current_queue_length").intValue()).isZero();

        JsonNode job = api.get("/dequeue/round/").json();
        assertThat(job.get("status").textValue()).isEqualTo("success");
        assertThat(job.get("queue_id").textValue()).isEqualTo("1");
        assertThat(job.get("job_id").textValue()).isEqualTo("job-1");
        assertThat(job.get("payload").get("hello").textValue()).isEqualTo("world");
        assertThat(job.get("requeues_remaining").intValue()).isEqualTo(-1);
        assertThat(job.get("current_queue_length").intValue()).isZero();

        assertThat(api.post("/finish/round/1/job-1/", null).status()).isEqualTo(200);
        assertThat(api.post("/finish/round/1/job-1/", null).status()).isEqualTo(404);
        assertThat(api.get("/dequeue/round/").text()).isEqualTo("{\"status\":\"failure\"}");
    }

    @Test
    void theSlashAtTheEndMayBeLeftOut() {
        assertThat(api.post("/enqueue/slash/1", "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}")
                        .status())
                .isEqualTo(201);
        assertThat(api.get("/dequeue/slash").status()).isEqualTo(200);
        assertThat(api.post("/interval/slash/1", "{\"interval\":5}").status()).isEqualTo(200);
        assertThat(api.post("/finish/slash/1/a", null).status()).isEqualTo(200);
        assertThat(api.get("/metrics/slash/1").status()).isEqualTo(200);
        assertThat(api.get("/metrics").status()).isEqualTo(200);
    }

    @Test
    void theTypeOfADequeueIsDefaultIfItIsNotSaid() {
        enqueue("default", "1", "a", "1");
        assertThat(api.get("/dequeue/").json().get("job_id").textValue()).isEqualTo("a");
        assertThat(api.post("/dequeue/", null).status()).isEqualTo(404);
    }

    @Test
    void aPayloadComesBackAsItWasWritten() {
        String[] payloads = {
            "123456789012345678901234567890",
            "1.10",
            "-0",
            "1e5",
            "null",
            "true",
            "\"\"",
            "[]",
            "{}",
            "{\"b\":1,\"a\":{\"z\":[1,2.0,{\"c\":null}],\"y\":\"\\u00e9\\n\\\"\"}, \"é漢😀\" : \"ü\" }",
            "\"" + "x".repeat(200 * 1024) + "\"",
            "\"\\ud83d\\ude00\"",
            "[ 1 , 2 ]"
        };
        for (int i = 0; i < payloads.length; i++) {
            assertThat(enqueue("exact", "1", "job-" + i, payloads[i]).status()).isEqualTo(201);
            assertThat(api.get("/dequeue/exact/").text()).contains("\"payload\":" + payloads[i] + ",\"lease\"");
        }
    }

    @Test
    void aSecondJobOfTheSameIdIsRefused() {
        enqueue("twice", "1", "a", "1");
        Reply again = enqueue("twice", "1", "a", "2");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.message()).contains("job_id");
        assertThat(api.get("/dequeue/twice/").json().get("payload").intValue()).isEqualTo(1);
    }

    @Test
    void aQueueIsNoLongerThanAJobAllows() {
        enqueue("full", "1", "a", "{\"max_queued_length\":1}");
        Reply refused = enqueue("full", "1", "b", "{\"max_queued_length\":1}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.message()).isEqualTo("Max queue length reached");
        assertThat(refused.json().get("current_queue_length").intValue()).isEqualTo(1);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(enqueue("full", "1", "b", "{\"max_queued_length\":2}").status())
                .isEqualTo(201);
    }

    @Test
    void anEnqueueReportsTheLengthBeforeIt() {
        for (int length = 0; length < 3; length++) {
            assertThat(length(enqueue("before", "1", "job-" + length, "1"))).isEqualTo(length);
        }
        api.get("/dequeue/before/");
        assertThat(length(enqueue("before", "1", "job-3", "{\"max_queued_length\":9}")))
                .isEqualTo(2);
        JsonNode results = api.post(
                        "/enqueue/before/",
                        "{\"jobs\":[{\"queue_id\":\"1\",\"job_id\":\"b\",\"interval\":0,\"payload\":1},"
                                + "{\"queue_id\":\"1\",\"job_id\":\"b\",\"interval\":0,\"payload\":1},"
                                + "{\"queue_id\":\"1\",\"job_id\":\"c\",\"interval\":0,\"payload\":1}]}")
                .json()
                .get("results");
        assertThat(results.findValuesAsText("current_queue_length")).containsExactly("3", "4", "4");
    }

    private static int length(Reply reply) {
        assertThat(reply.status()).isEqualTo(201);
        return reply.json().get("current_queue_length").intValue();
    }

    /** As the original compares it: a job goes in if the length without it is less than the number. */
    @Test
    void aGreatestLengthIsAnyNumberOrNull() {
        assertThat(fits("null", 3)).isTrue();
        assertThat(fits("0", 0)).isFalse();
        assertThat(fits("-1", 0)).isFalse();
        assertThat(fits("0.5", 0)).isTrue();
        assertThat(fits("0.5", 1)).isFalse();
        assertThat(fits("1e-999999999", 0)).isTrue();
        assertThat(fits("2.5", 2)).isTrue();
        assertThat(fits("2.5", 3)).isFalse();
        assertThat(fits("3.0", 2)).isTrue();
        assertThat(fits("3.0", 3)).isFalse();
        assertThat(fits("99999999999", 3)).isTrue();
        assertThat(fits("1e400", 3)).isTrue();
    }

    /** Whether a job with such a bound is enqueued to a queue of a length, by its payload, beside it and in a batch. */
    private boolean fits(String bound, int length) {
        String type = "bound" + bounds++;
        for (int i = 0; i < length; i++) {
            enqueue(type, "1", "job-" + i, "1");
        }
        Reply reply = enqueue(type, "1", "last", "{\"max_queued_length\":" + bound + "}");
        assertThat(reply.json().get("current_queue_length").intValue()).isEqualTo(length);
        String batch = "{\"jobs\":[{\"queue_id\":\"2\",\"job_id\":\"a\",\"interval\":0,\"payload\":1},"
                + "{\"queue_id\":\"1\",\"job_id\":\"last\",\"interval\":0,\"payload\":{\"max_queued_length\":" + bound
                + "}}]}";
        assertThat(api.post("/enqueue/" + type + "batch/", batch)
                        .json()
                        .get("results")
                        .findValuesAsText("status"))
                .containsExactly("queued", fitsEmpty(bound));
        if (reply.status() == 429) {
            assertThat(reply.message()).isEqualTo("Max queue length reached");
            assertThat(reply.header("Retry-After")).isEqualTo("1");
        } else {
            assertThat(reply.status()).isEqualTo(201);
        }
        return reply.status() == 201;
    }

    /** The result of an enqueue to an empty queue. */
    private static String fitsEmpty(String bound) {
        return bound.equals("0") || bound.startsWith("-") ? "failure" : "queued";
    }

    @Test
    void aGreatestLengthBesideThePayloadTakesPrecedenceUnlessItIsNull() {
        String job = "{\"job_id\":\"a\",\"interval\":0,\"payload\":{\"max_queued_length\":0},\"max_queued_length\":";
        assertThat(api.post("/enqueue/beside/1/", job + "null}").status()).isEqualTo(429);
        assertThat(api.post("/enqueue/beside/1/", job + "0.5}").status()).isEqualTo(201);
        assertThat(api.post("/enqueue/beside/1/", job.replace("\"a\"", "\"b\"") + "1}")
                        .status())
                .isEqualTo(429);
        for (String bad : List.of("-1", "1e400", "\"1\"", "true", "[]", "1000000001")) {
            assertThat(api.post("/enqueue/beside/2/", job + bad + "}").message())
                    .as(bad)
                    .isEqualTo("`max_queued_length` has an invalid value.");
        }
    }

    @Test
    void aRequeueLimitOfNullIsTheDefault() {
        String job = "{\"job_id\":\"a\",\"interval\":0,\"payload\":1,\"requeue_limit\":null}";
        assertThat(api.post("/enqueue/nolimit/1/", job).status()).isEqualTo(201);
        assertThat(api.get("/dequeue/nolimit/").json().get("requeues_remaining").intValue())
                .isEqualTo(-1);
    }

    /** The original replaces them by those of the path, whatever they are. */
    @Test
    void whatThePathSaysMayStandInTheBodyToo() {
        String same = "\"queue_type\":\"said\",\"queue_id\":\"1\"";
        String other = "\"queue_type\":null,\"queue_id\":7";
        assertThat(api.post("/enqueue/said/1/", "{\"job_id\":\"a\",\"interval\":0,\"payload\":1," + same + "}")
                        .status())
                .isEqualTo(201);
        assertThat(api.post("/enqueue/said/1/", "{\"job_id\":\"b\",\"interval\":0,\"payload\":1," + other + "}")
                        .status())
                .isEqualTo(201);
        assertThat(api.post("/interval/said/1/", "{\"interval\":1," + same + "}")
                        .status())
                .isEqualTo(200);
        assertThat(api.post("/interval/said/1/", "{\"interval\":0," + other + "}")
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/dequeue/said/").json().get("queue_id").textValue()).isEqualTo("1");
        assertThat(api.post("/finish/said/1/a/", "{\"job_id\":\"a\"," + same + "}")
                        .status())
                .isEqualTo(200);
        assertThat(api.delete("/deletequeue/said/1/", "{\"purge_all\":null," + other + "}")
                        .message())
                .isEqualTo("Successfully removed all queued calls");
        assertThat(api.delete("/deletequeue/said/1/", "{\"purge_all\":1," + same + "}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBodyIsReadWhateverItsTypeUnlessItIsAForm() {
        String job = "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}";
        int queue = 0;
        for (String media : List.of(
                "text/plain",
                "text/plain;charset=UTF-8",
                "TEXT/PLAIN",
                "application/octet-stream",
                "text/json",
                "application/vnd.api+json",
                "application/json; charset=utf-8")) {
            assertThat(typed(media)
                            .send("POST", "/enqueue/typed/" + queue++ + "/", job)
                            .status())
                    .as(media)
                    .isEqualTo(201);
        }
        for (String media : List.of(
                "application/x-www-form-urlencoded",
                "Application/X-WWW-Form-URLEncoded; charset=UTF-8",
                "application/x-url-encoded",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "multipart/mixed")) {
            assertThat(typed(media)
                            .send("POST", "/enqueue/typed/" + queue + "/", job)
                            .status())
                    .as(media)
                    .isEqualTo(415);
        }
        assertThat(api.get("/metrics/typed/").json().get("queue_ids")).hasSize(queue);
    }

    private ApiClient typed(String media) {
        return ApiClient.ofType(server.uri(), media);
    }

    /** The original lists a queue, and has an interval of it, only while it has a job that waits or is active. */
    @Test
    void aQueueWithoutAJobIsListedByOurRoutesOnly() {
        for (String queue : List.of("drained", "cleared", "purged", "dead", "paused")) {
            api.post(
                    "/enqueue/empty/" + queue + "/",
                    "{\"job_id\":\"a\",\"interval\":0,\"payload\":1,\"requeue_limit\":0}");
        }
        assertThat(ids("/metrics/empty/")).containsExactlyInAnyOrder("drained", "cleared", "purged", "dead", "paused");
        assertThat(types()).contains("empty");
        api.delete("/deletequeue/empty/cleared/", "{}");
        api.delete("/deletequeue/empty/purged/", "{\"purge_all\":true}");
        api.post("/pause/empty/paused/", null);
        api.delete("/deletequeue/empty/paused/", "{}");
        assertThat(api.get("/dequeue/empty/?count=9").json().get("jobs")).hasSize(2);
        // Active jobs count.
        assertThat(ids("/metrics/empty/")).containsExactlyInAnyOrder("drained", "dead");
        assertThat(interval("drained")).isEqualTo(200);
        api.post("/finish/empty/drained/a/", null);
        api.post("/fail/empty/dead/a/", null);

        assertThat(ids("/metrics/empty/")).isEmpty();
        assertThat(api.get("/metrics/empty/?limit=1").text()).startsWith("{\"status\":\"success\",\"queue_ids\":[]");
        assertThat(types()).doesNotContain("empty");
        for (String queue : List.of("drained", "cleared", "purged", "dead", "paused", "never")) {
            assertThat(interval(queue)).as(queue).isEqualTo(404);
            assertThat(api.get("/metrics/empty/" + queue + "/")
                            .json()
                            .get("queue_length")
                            .intValue())
                    .isZero();
        }
        assertThat(api.get("/queues/empty/drained/").json().get("interval").intValue())
                .isEqualTo(1);
        assertThat(ids("/queues/empty/")).contains("drained", "dead", "paused");

        enqueue("empty", "drained", "b", "1");
        assertThat(ids("/metrics/empty/")).containsExactly("drained");
        assertThat(interval("drained")).isEqualTo(200);
        api.post("/enqueue/empty/later/", "{\"job_id\":\"a\",\"interval\":0,\"payload\":1,\"delay\":3600000}");
        assertThat(ids("/metrics/empty/")).containsExactlyInAnyOrder("drained", "later");
    }

    private int interval(String queue) {
        return api.post("/interval/empty/" + queue + "/", "{\"interval\":1}").status();
    }

    private List<String> ids(String path) {
        return MAPPER.convertValue(api.get(path).json().get("queue_ids"), NAMES);
    }

    private List<String> types() {
        return MAPPER.convertValue(api.get("/metrics/").json().get("queue_types"), NAMES);
    }

    @Test
    void optionsNamesTheMethodsOfAPath() {
        for (Operation operation : Contract.load().operations()) {
            Reply options = api.send("OPTIONS", pathOf(operation), null);
            assertThat(options.status()).as(operation.id()).isEqualTo(200);
            assertThat(options.header("Allow").split(", ")).contains(operation.method(), "OPTIONS");
        }
        assertThat(api.send("OPTIONS", "/nowhere/", null).status()).isEqualTo(404);
    }

    @Test
    void aRequeueLimitEndsInTheDeadJobsAndTheyComeBack() {
        api.post("/enqueue/limit/1/", "{\"job_id\":\"a\",\"interval\":0,\"payload\":7,\"requeue_limit\":1}");
        JsonNode first = api.get("/dequeue/limit/").json();
        assertThat(first.get("requeues_remaining").intValue()).isEqualTo(1);
        assertThat(api.post("/fail/limit/1/a/", "{\"reason\":\"once\"}")
                        .json()
                        .get("outcome")
                        .textValue())
                .isEqualTo("requeued");
        JsonNode second = api.get("/dequeue/limit/").json();
        assertThat(second.get("requeues_remaining").intValue()).isZero();
        String lease = second.get("lease").textValue();
        assertThat(api.post("/fail/limit/1/a/", "{\"lease\":\"" + lease + "\",\"reason\":\"twice\"}")
                        .json()
                        .get("outcome")
                        .textValue())
                .isEqualTo("dead");
        JsonNode dead = api.get("/dead/limit/").json().get("jobs").get(0);
        assertThat(dead.get("reason").textValue()).isEqualTo("twice");
        assertThat(dead.get("payload").intValue()).isEqualTo(7);

        assertThat(api.post("/dead/limit/redrive/", "{\"all\":true}")
                        .json()
                        .get("done")
                        .intValue())
                .isEqualTo(1);
        assertThat(api.get("/dequeue/limit/").json().get("job_id").textValue()).isEqualTo("a");
        api.post("/fail/limit/1/a/", null);
        api.get("/dequeue/limit/");
        api.post("/fail/limit/1/a/", null);
        assertThat(api.post("/dead/limit/discard/", "{\"jobs\":[{\"queue_id\":\"1\",\"job_id\":\"a\"}]}")
                        .json()
                        .get("done")
                        .intValue())
                .isEqualTo(1);
        assertThat(api.get("/dead/limit/").json().get("jobs")).isEmpty();
    }

    /** Rule 6: two clients never hold the first two jobs of an ordered queue. */
    @Test
    void theBatchOfAnOrderedQueueIsOneClients() {
        CompletableFuture<Reply> one = api.getLater("/dequeue/shared/?wait=30");
        CompletableFuture<Reply> other = api.getLater("/dequeue/shared/?wait=30");
        await().atMost(Patience.LIMIT)
                .until(() -> api.get("/prometheus/").text().contains("sharq_http_waiting 2.0"));
        assertThat(api.post(
                                "/enqueue/shared/",
                                "{\"jobs\":[{\"queue_id\":\"1\",\"job_id\":\"a\",\"interval\":0,\"ordered\":true,\"payload\":1},"
                                        + "{\"queue_id\":\"1\",\"job_id\":\"b\",\"interval\":0,\"ordered\":true,\"payload\":1}]}")
                        .status())
                .isEqualTo(200);
        Reply first = (Reply) CompletableFuture.anyOf(one, other).join();
        assertThat(first.json().get("job_id").textValue()).isEqualTo("a");
        assertThat(api.get("/queues/shared/1/").json().get("active").intValue()).isEqualTo(1);

        assertThat(api.post("/finish/shared/1/a/", null).status()).isEqualTo(200);
        assertThat(List.of(one.join(), other.join()))
                .extracting(reply -> reply.json().get("job_id").textValue())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aWaitShorterThanTheWayToTheStoreGetsWhatIsReady() {
        assertThat(api.get("/dequeue/short/?wait=0.000001").status()).isEqualTo(404);
        for (int i = 0; i < 20; i++) {
            enqueue("short", "q" + i, "a", "1");
            Reply reply = api.get("/dequeue/short/?wait=0.000001");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().get("queue_id").textValue()).isEqualTo("q" + i);
            assertThat(reply.json().get("deliveries").intValue()).isEqualTo(1);
        }
    }

    @Test
    void aLeaseFences() {
        enqueue("fence", "1", "a", "1");
        String old = api.get("/dequeue/fence/").json().get("lease").textValue();
        assertThat(api.post("/release/fence/1/a/", "{\"lease\":\"" + old + "\"}")
                        .status())
                .isEqualTo(200);
        String fresh = api.get("/dequeue/fence/").json().get("lease").textValue();
        for (String verb : new String[] {"finish", "release", "fail"}) {
            assertThat(api.post("/" + verb + "/fence/1/a/", "{\"lease\":\"" + old + "\"}")
                            .status())
                    .isEqualTo(404);
        }
        Reply extended = api.post("/extend/fence/1/a/", "{\"duration\":60000,\"lease\":\"" + fresh + "\"}");
        assertThat(extended.json().get("lease").textValue()).isEqualTo(fresh);
        assertThat(api.post("/extend/fence/1/a/", "{\"duration\":70000}").status())
                .isEqualTo(200);
        assertThat(api.post("/finish/fence/1/a/", "{\"lease\":\"" + fresh + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.post("/extend/fence/1/a/", "{\"duration\":60000}").status())
                .isEqualTo(404);
        assertThat(api.post("/fail/fence/1/a/", null).status()).isEqualTo(404);
    }

    @Test
    void anIntervalIsSetForAQueueThatIsThere() {
        assertThat(api.post("/interval/rate/1/", "{\"interval\":5000}").status())
                .isEqualTo(404);
        enqueue("rate", "1", "a", "1");
        assertThat(api.post("/interval/rate/1/", "{\"interval\":5000}").status())
                .isEqualTo(200);
        assertThat(api.get("/queues/rate/1/").json().get("interval").intValue()).isEqualTo(5_000);
    }

    @Test
    void batchesAreTheirSingles() {
        Reply queued = api.post(
                "/enqueue/batch/",
                "{\"jobs\":[{\"queue_id\":\"1\",\"job_id\":\"a\",\"interval\":0,\"payload\":1},"
                        + "{\"queue_id\":\"2\",\"job_id\":\"a\",\"interval\":0,\"payload\":[2]},"
                        + "{\"queue_id\":\"1\",\"job_id\":\"a\",\"interval\":0,\"payload\":3}]}");
        assertThat(queued.status()).isEqualTo(200);
        assertThat(queued.json().get("results").findValuesAsText("status"))
                .containsExactly("queued", "queued", "failure");

        JsonNode jobs = api.get("/dequeue/batch/?count=10").json().get("jobs");
        assertThat(jobs).hasSize(2);
        String lease = jobs.get(0).get("lease").textValue();
        Reply finished = api.post(
                "/finish/batch/",
                "{\"jobs\":[{\"queue_id\":\"2\",\"job_id\":\"a\"},"
                        + "{\"queue_id\":\"1\",\"job_id\":\"a\",\"lease\":\"" + lease + "\"},"
                        + "{\"queue_id\":\"1\",\"job_id\":\"b\"}]}");
        assertThat(finished.json().get("results").findValuesAsText("status"))
                .containsExactly("success", "success", "failure");
    }

    @Test
    void aQueueAndAJobAreDescribed() {
        api.put(
                "/queues/look/1/",
                "{\"interval\":60000,\"pinned\":true,\"concurrency\":3,\"hold\":{\"for\":60000,\"reason\":\"upstream\"}}");
        enqueue("look", "1", "a", "1");
        enqueue("look", "1", "b", "1");
        JsonNode queue = api.get("/queues/look/1/").json();
        assertThat(queue.get("interval").intValue()).isEqualTo(60_000);
        assertThat(queue.get("pinned").booleanValue()).isTrue();
        assertThat(queue.get("concurrency").intValue()).isEqualTo(3);
        assertThat(queue.get("hold_reason").textValue()).isEqualTo("upstream");
        assertThat(queue.get("queue_length").intValue()).isEqualTo(2);
        assertThat(queue.get("blocked_by").textValue()).isEqualTo("hold");
        JsonNode job = api.get("/jobs/look/1/b/").json();
        assertThat(job.get("state").textValue()).isEqualTo("queued");
        assertThat(job.get("position").intValue()).isEqualTo(1);
        assertThat(job.get("blocked_by").textValue()).isEqualTo("hold");
        assertThat(job.has("earliest_release_at")).isTrue();

        api.put("/queues/look/1/", "{\"hold\":null,\"interval\":0}");
        assertThat(api.get("/queues/look/1/").json().get("blocked_by").textValue())
                .isEqualTo("none");
        api.get("/dequeue/look/");
        assertThat(api.get("/jobs/look/1/a/").json().get("state").textValue()).isEqualTo("active");
        assertThat(api.get("/jobs/look/1/c/").status()).isEqualTo(404);
        assertThat(api.get("/queues/look/2/").status()).isEqualTo(404);
    }

    @Test
    void pausedIsPaused() {
        enqueue("pause", "1", "a", "1");
        api.post("/pause/pause/", null);
        assertThat(api.get("/dequeue/pause/").status()).isEqualTo(404);
        assertThat(api.post("/resume/pause/", null).status()).isEqualTo(200);
        api.post("/pause/pause/1/", null);
        assertThat(api.get("/dequeue/pause/").status()).isEqualTo(404);
        assertThat(api.get("/queues/pause/1/").json().get("paused").booleanValue())
                .isTrue();
        assertThat(api.post("/resume/pause/1/", null).status()).isEqualTo(200);
        assertThat(api.post("/resume/pause/none/", null).status()).isEqualTo(404);
        assertThat(api.get("/dequeue/pause/").status()).isEqualTo(200);
    }

    @Test
    void aQueueIsDeletedInTheWordsOfTheOriginal() {
        enqueue("gone", "1", "a", "1");
        assertThat(api.delete("/deletequeue/gone/1/", null).text())
                .isEqualTo("{\"status\":\"Success\",\"message\":\"Successfully removed all queued calls\"}");
        assertThat(api.delete("/deletequeue/gone/1/", "{}").text())
                .isEqualTo("{\"status\":\"Failure\",\"message\":\"No queued calls found\"}");
        enqueue("gone", "1", "a", "1");
        assertThat(api.delete("/deletequeue/gone/1/", "{\"purge_all\": true}").message())
                .isEqualTo("Successfully removed all queued calls and purged related resources");
        assertThat(api.get("/dequeue/gone/").status()).isEqualTo(404);
    }

    @Test
    void metricsCountAndListings() {
        for (int i = 0; i < 5; i++) {
            enqueue("count", "q" + i, "a", "1");
        }
        api.get("/dequeue/count/");
        assertThat(api.get("/metrics/").json().get("queue_types").toString()).contains("\"count\"");
        assertThat(api.get("/metrics/").json().get("enqueue_counts")).hasSize(10);
        assertThat(api.get("/metrics/count/").json().get("queue_ids")).hasSize(5);
        JsonNode queue = api.get("/metrics/count/q4/").json();
        assertThat(queue.get("queue_length").intValue()).isEqualTo(1);
        assertThat(queue.get("enqueue_counts")).hasSize(10);

        JsonNode page = api.get("/queues/count/?limit=3").json();
        int listed = page.get("queue_ids").size();
        while (page.has("next")) {
            page = api.get("/queues/count/?limit=3&cursor=" + page.get("next").textValue())
                    .json();
            listed += page.get("queue_ids").size();
        }
        assertThat(listed).isGreaterThanOrEqualTo(5);
        assertThat(api.get("/queues/").json().get("queue_types").toString()).contains("\"count\"");
    }

    @Test
    void aDequeueWaitsForAJob() throws Exception {
        CompletableFuture<Reply> waiting = api.getLater("/dequeue/wait/?wait=30");
        CompletableFuture<Reply> alsoWaiting = api.getLater("/dequeue/wait/?wait=30&count=1");
        enqueue("wait", "1", "a", "1");
        enqueue("wait", "2", "b", "1");
        assertThat(waiting.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).status())
                .isEqualTo(200);
        assertThat(alsoWaiting.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).status())
                .isEqualTo(200);
        // Real time, and short: the wait's own end.
        assertThat(api.get("/dequeue/wait/?wait=0.05").status()).isEqualTo(404);
    }

    @Test
    void aLimitedQueueIsWaitedForToTheInstant() {
        // A machine that does not come to the second dequeue within a short interval gets a longer one.
        long intervalMillis = 300;
        while (!isTheSecondJobLimited("exactly" + intervalMillis, intervalMillis)) {
            intervalMillis *= 10;
            assertThat(intervalMillis).as("the longest interval").isLessThan(30_000);
        }
        assertThat(api.get("/dequeue/exactly" + intervalMillis + "/?wait=30")
                        .json()
                        .get("job_id")
                        .textValue())
                .isEqualTo("b");
        assertThat(api.get("/prometheus/").text()).containsPattern("sharq_release_lateness_seconds_count [1-9]");
    }

    private boolean isTheSecondJobLimited(String type, long intervalMillis) {
        for (String job : List.of("a", "b")) {
            api.post(
                    "/enqueue/" + type + "/1/",
                    "{\"job_id\":\"" + job + "\",\"interval\":" + intervalMillis + ",\"payload\":1}");
        }
        long begun = System.nanoTime();
        assertThat(api.get("/dequeue/" + type + "/").status()).isEqualTo(200);
        Reply second = api.get("/dequeue/" + type + "/");
        if (second.status() == 200) {
            assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(intervalMillis));
            return false;
        }
        assertThat(second.json().has("next_ready_at")).isTrue();
        return true;
    }

    @Test
    void theMetricsSayHowLongTheOldestReadyJobHasWaited() {
        enqueue("aged", "1", "a", "1");
        enqueue("taken", "1", "a", "1");
        api.get("/dequeue/taken/");
        String metrics = api.get("/prometheus/").text();
        // Real time: the clock of a server's process, or of Redis, cannot be supplied. Two requests take no hour.
        assertThat(oldestReadyAge(metrics, "aged")).isPositive().isLessThan(3_600);
        assertThat(oldestReadyAge(metrics, "taken")).isZero();
        assertThat(api.get("/dequeue/aged/").status()).isEqualTo(200);
        assertThat(oldestReadyAge(api.get("/prometheus/").text(), "aged")).isZero();
    }

    private static double oldestReadyAge(String metrics, String type) {
        String series = "sharq_oldest_ready_age_seconds{queue_type=\"" + type + "\"} ";
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .findFirst()
                .orElseThrow();
    }

    /** By the server's own upkeep, which nobody asks for. */
    @Test
    void aLeaseThatRanOutSendsItsJobBack() {
        enqueue("expire", "1", "a", "1");
        assertThat(api.get("/dequeue/expire/?lease_ms=100")
                        .json()
                        .get("deliveries")
                        .intValue())
                .isEqualTo(1);
        assertThat(api.get("/dequeue/expire/?wait=30").json().get("deliveries").intValue())
                .isEqualTo(2);
    }

    /** A path of each operation, with some values in it. */
    private static String pathOf(Operation operation) {
        return operation
                        .template()
                        .replace("{queue_type}", "odd")
                        .replace("{queue_id}", "1")
                        .replace("{job_id}", "a")
                        .replace("{pattern}", "a*")
                + "/";
    }

    @Test
    void headAnswersAsGetWithoutTheBody() {
        enqueue("head", "1", "a", "1");
        List<String> paths = List.of(
                "/",
                "/health/live/",
                "/health/ready",
                "/openapi.json",
                "/metrics/head/",
                "/queues/head/?limit=1",
                "/queues/head/1/",
                "/jobs/head/1/a/",
                "/dead/head/",
                "/jobs/head/1/none/",
                "/jobs/head/2/",
                "/jobs/head/1/?limit=0",
                "/queues/head/?limit=0");
        for (String path : paths) {
            Reply get = api.get(path);
            Reply head = api.send("HEAD", path, null);
            assertThat(head.status()).as(path).isEqualTo(get.status());
            assertThat(head.text()).as(path).isEmpty();
            for (String header : List.of("Content-Type", "Content-Length", "Cache-Control", "X-Content-Type-Options")) {
                assertThat(head.header(header)).as(path + " " + header).isEqualTo(get.header(header));
            }
        }
        for (String path : List.of("/deepstatus/", "/prometheus/", "/metrics/")) {
            // Their bodies are never the same twice.
            Reply head = api.send("HEAD", path, null);
            assertThat(head.status()).as(path).isEqualTo(200);
            assertThat(Integer.parseInt(head.header("Content-Length"))).as(path).isPositive();
        }
        // Two requests on one connection: a body would be taken for the second answer.
        String first = "HEAD /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String last = "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        RawHttp.Said raw = RawHttp.exchange(server.port(), first + last, RawHttp.SILENCE_MILLIS);
        assertThat(raw.answers()).isEqualTo(2);
        assertThat(raw.text()).endsWith("\r\n\r\n").doesNotContain("{");
    }

    @Test
    void headTakesNoJobAndAllowNamesWhatThereIs() {
        enqueue("headless", "1", "a", "1");
        for (String path : List.of("/dequeue/headless/", "/dequeue/headless/?wait=0.1", "/dequeue/")) {
            Reply refused = api.send("HEAD", path, null);
            assertThat(refused.status()).as(path).isEqualTo(405);
            assertThat(refused.text()).isEmpty();
            assertThat(refused.header("Allow")).isEqualTo("GET, OPTIONS, POST");
        }
        assertThat(api.send("HEAD", "/enqueue/headless/1/", null).header("Allow"))
                .isEqualTo("OPTIONS, POST");
        assertThat(api.post("/queues/headless/1/", null).header("Allow")).isEqualTo("GET, HEAD, OPTIONS, PUT");
        assertThat(api.send("HEAD", "/nowhere/", null).status()).isEqualTo(404);
        assertThat(api.get("/dequeue/headless/").json().get("job_id").textValue())
                .isEqualTo("a");
    }

    @Test
    void parametersThatAreNotKnownAreRefusedOnEveryPath() {
        for (Operation operation : Contract.load().operations()) {
            for (String name : List.of("surprise", "payload", "status")) {
                Reply refused = api.send(operation.method(), pathOf(operation) + "?" + name + "=1", null);
                assertThat(refused.status()).as(operation.id()).isEqualTo(400);
                assertThat(refused.message()).as(operation.id()).isEqualTo("`" + name + "` has an invalid value.");
                assertThat(refused.json().get("fault").textValue())
                        .as(operation.id())
                        .startsWith("There is no such parameter");
            }
        }
        assertThat(api.get("/queues/odd/1/").status()).isEqualTo(404);
        // An empty query has none.
        for (Operation operation : Contract.load().operations()) {
            assertThat(api.send(operation.method(), pathOf(operation) + "?", null)
                            .text())
                    .as(operation.id())
                    .doesNotContain("no such parameter");
        }
    }

    @Test
    void aParameterThatIsNearlyKnownIsNamed() {
        assertThat(fault("/dequeue/odd/?WAIT=1")).isEqualTo("There is no such parameter; did you mean wait?");
        assertThat(fault("/dequeue/odd/?wait=0&lease-ms=1")).endsWith("did you mean lease_ms?");
        assertThat(fault("/queues/odd/?limits=1")).endsWith("did you mean limit?");
        assertThat(fault("/queues/odd/?x=1")).endsWith("known are cursor, limit.");
        assertThat(fault("/health/ready/?x=1")).endsWith("there are none here.");
        assertThat(api.get("/queues/odd/?" + "x".repeat(500)).message()).hasSizeLessThan(150);
        for (String query :
                List.of("wait", "wait=", "wait=0&wait=0", "wait=-1", "wait=1e400", "count=", "lease_ms=0")) {
            Reply refused = api.get("/dequeue/odd/?" + query);
            assertThat(refused.status()).as(query).isEqualTo(400);
            assertThat(refused.message())
                    .as(query)
                    .isEqualTo("`" + query.replaceAll("=.*", "") + "` has an invalid value.");
        }
        assertThat(api.get("/dequeue/odd/?=1").status()).isEqualTo(400);
    }

    private String fault(String path) {
        Reply refused = api.get(path);
        assertThat(refused.status()).as(path).isEqualTo(400);
        return refused.json().get("fault").textValue();
    }

    @Test
    void aBodyThatIsEncodedAsItIsIsRead() {
        String job = "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}";
        int queue = 0;
        for (String encoding : List.of("identity", "Identity", "identity, IDENTITY", "")) {
            ApiClient encoded = new ApiClient(server.uri(), "Content-Encoding", encoding);
            assertThat(encoded.post("/enqueue/encoded/" + queue++ + "/", job).status())
                    .as(encoding)
                    .isEqualTo(201);
        }
        for (String encoding : List.of("gzip", "identity, gzip", "br", "identityx")) {
            ApiClient encoded = new ApiClient(server.uri(), "Content-Encoding", encoding);
            assertThat(encoded.post("/enqueue/encoded/" + queue + "/", job).status())
                    .as(encoding)
                    .isEqualTo(415);
        }
    }

    @Test
    void aFullQueueSaysByItsOwnIntervalWhenItHasRoomAgain() {
        String full = "\"interval\":null,\"payload\":1,\"max_queued_length\":1}";
        api.post("/enqueue/slow/1/", "{\"job_id\":\"a\",\"interval\":90000,\"payload\":1}");
        assertThat(retryAfter("slow", full)).isEqualTo(90);
        // What a refused job asks for changes nothing.
        assertThat(retryAfter("slow", full.replace("null", "5000"))).isEqualTo(90);

        api.get("/dequeue/slow/");
        api.post("/enqueue/slow/1/", "{\"job_id\":\"b\"," + full);
        // Real time: the queue's spacing began at the dequeue, in another process.
        assertThat(retryAfter("slow", full)).isBetween(1L, 90L);

        api.put("/queues/slow/1/", "{\"interval\":0}");
        assertThat(retryAfter("slow", full)).isEqualTo(1);
        api.put("/queues/slow/1/", "{\"interval\":1500}");
        assertThat(retryAfter("slow", full)).isBetween(1L, 2L);
        api.post("/pause/slow/1/", null);
        assertThat(retryAfter("slow", full)).isEqualTo(60);
        api.post("/resume/slow/1/", null);
        api.put("/queues/slow/1/", "{\"hold\":{\"for\":600000}}");
        assertThat(retryAfter("slow", full)).isBetween(500L, 600L);
        api.put("/queues/slow/1/", "{\"hold\":null,\"interval\":31536000000}");
        assertThat(retryAfter("slow", full)).isEqualTo(3_600);
    }

    private long retryAfter(String type, String rest) {
        Reply refused = api.post("/enqueue/" + type + "/1/", "{\"job_id\":\"more\"," + rest);
        assertThat(refused.status()).isEqualTo(429);
        return Long.parseLong(refused.header("Retry-After"));
    }

    @Test
    void theServerSpeaksOfItself() {
        assertThat(api.get("/").text()).isEqualTo("{\"message\":\"Hello, SharQ!\"}");
        assertThat(api.get("/deepstatus/").json().get("status").textValue()).isEqualTo("success");
        assertThat(api.get("/health/live/").status()).isEqualTo(200);
        assertThat(api.get("/health/ready/").status()).isEqualTo(200);
        assertThat(api.get("/openapi.json").json().get("openapi").textValue()).isEqualTo("3.1.0");
        String metrics = api.get("/prometheus/").text();
        assertThat(metrics)
                .contains("sharq_http_requests_seconds_count{operation=\"hello\",status=\"200\"}")
                .contains("sharq_backend_calls_seconds_count{operation=\"health\"");
    }
}
