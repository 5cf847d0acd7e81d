package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.redis.Patience;
import io.sharq.server.ApiClient.Reply;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Results of jobs, and lookups that wait for the end of a job, over real HTTP, on whatever backend a subclass starts. Each test
 * has a queue type of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ResultCases {
    /** The settings of the server: a retention, and waits that no test reaches. */
    static final String SETTINGS = "max_wait : 600000\n";

    static final String RETENTION = "[sharq]\nfinished_retention : 600000\n";

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

    private void enqueue(String type, String job) {
        String body = "{\"job_id\":\"" + job + "\",\"interval\":0,\"payload\":1,\"requeue_limit\":0}";
        Reply reply = api.post("/enqueue/" + type + "/1/", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    }

    private String take(String type) {
        Reply reply = api.get("/dequeue/" + type + "/?lease_ms=600000");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().get("lease").textValue();
    }

    private Reply find(String type, String job) {
        return api.get("/jobs/" + type + "/1/" + job + "/");
    }

    /** A lookup that waits at the server when this method returns. */
    private CompletableFuture<Reply> waiting(String type, String job) {
        int before = waits();
        CompletableFuture<Reply> reply = api.getLater("/jobs/" + type + "/1/" + job + "/?wait=600");
        await().atMost(Patience.LIMIT).until(() -> waits() > before);
        return reply;
    }

    private int waits() {
        String gauge = "sharq_http_waiting ";
        String text = api.get("/prometheus/").text();
        int at = text.indexOf("\n" + gauge) + 1 + gauge.length();
        return (int) Double.parseDouble(text.substring(at, text.indexOf('\n', at)));
    }

    @Test
    void aLookupReturnsWhatTheFinishLeftAsItWasWritten() {
        enqueue("kept", "job");
        String lease = take("kept");
        String result = "{\"b\": 1.10, \"a\": [1E+400, null]}";
        Reply finish = api.post("/finish/kept/1/job/", "{\"lease\":\"" + lease + "\",\"result\":" + result + "}");
        assertThat(finish.text()).isEqualTo("{\"status\":\"success\"}");

        assertThat(find("kept", "job").text())
                .contains("\"state\":\"finished\"")
                .contains("\"result\":" + result);
        assertThat(api.get("/jobs/kept/1/job/?wait=600").text()).contains("\"result\":" + result);
    }

    @Test
    void aFinishWithoutALeaseLeavesAResultToo() {
        enqueue("unfenced", "job");
        take("unfenced");
        assertThat(api.post("/finish/unfenced/1/job/", "{\"result\":null}").status())
                .isEqualTo(200);
        JsonNode job = find("unfenced", "job").json();
        assertThat(job.has("result")).isTrue();
        assertThat(job.get("result").isNull()).isTrue();
    }

    @Test
    void aFinishWithoutAResultLeavesNone() {
        enqueue("none", "job");
        take("none");
        assertThat(api.post("/finish/none/1/job/", null).status()).isEqualTo(200);
        assertThat(find("none", "job").json().has("result")).isFalse();
    }

    @Test
    void eachJobOfABatchLeavesItsOwn() {
        enqueue("batch", "a");
        enqueue("batch", "b");
        enqueue("batch", "c");
        String first = take("batch");
        take("batch");
        take("batch");
        Reply finish = api.post(
                "/finish/batch/",
                "{\"jobs\":[{\"queue_id\":\"1\",\"job_id\":\"a\",\"lease\":\"" + first + "\",\"result\":\"A\"},"
                        + "{\"queue_id\":\"1\",\"job_id\":\"b\"},"
                        + "{\"queue_id\":\"1\",\"job_id\":\"c\",\"result\":\"C\"}]}");
        assertThat(finish.status()).as(finish.text()).isEqualTo(200);
        assertThat(find("batch", "a").json().get("result").textValue()).isEqualTo("A");
        assertThat(find("batch", "b").json().has("result")).isFalse();
        assertThat(find("batch", "c").json().get("result").textValue()).isEqualTo("C");
    }

    @Test
    void aResultThatIsTooLongIsRefused() {
        enqueue("long", "job");
        take("long");
        Reply reply = api.post("/finish/long/1/job/", "{\"result\":\"" + "x".repeat(64 * 1024) + "\"}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).isEqualTo("`result` has an invalid value.");
        assertThat(reply.json().get("fault").textValue()).isEqualTo("It must have at most 65536 bytes, but has 65538.");
        assertThat(find("long", "job").json().get("state").textValue()).isEqualTo("active");
    }

    @Test
    void aWaitingLookupIsAnsweredOnceTheJobIsFinished() {
        enqueue("finished", "job");
        CompletableFuture<Reply> reply = waiting("finished", "job");
        String lease = take("finished");
        assertThat(reply).isNotDone();
        api.post("/finish/finished/1/job/", "{\"lease\":\"" + lease + "\",\"result\":42}");
        JsonNode job = reply.join().json();
        assertThat(job.get("state").textValue()).isEqualTo("finished");
        assertThat(job.get("result").intValue()).isEqualTo(42);
    }

    @Test
    void aWaitingLookupIsAnsweredOnceTheJobIsDeadOrGone() {
        enqueue("ended", "dead");
        CompletableFuture<Reply> dead = waiting("ended", "dead");
        take("ended");
        api.post("/fail/ended/1/dead/", "{\"reason\":\"no number\"}");
        assertThat(dead.join().json().get("state").textValue()).isEqualTo("dead");
        assertThat(dead.join().json().get("last_failure").textValue()).isEqualTo("no number");

        enqueue("ended", "cancelled");
        CompletableFuture<Reply> cancelled = waiting("ended", "cancelled");
        api.delete("/jobs/ended/1/cancelled/", null);
        assertThat(cancelled.join().status()).isEqualTo(404);

        enqueue("ended", "cleared");
        CompletableFuture<Reply> cleared = waiting("ended", "cleared");
        api.delete("/deletequeue/ended/1/", null);
        assertThat(cleared.join().status()).isEqualTo(404);
    }

    @Test
    void anUnfinishedJobIsAnsweredAsItIsAtTheEndOfTheWait() {
        enqueue("unfinished", "job");
        Reply reply = api.get("/jobs/unfinished/1/job/?wait=0.05");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().get("state").textValue()).isEqualTo("queued");
        assertThat(api.get("/jobs/unfinished/1/none/?wait=600").status()).isEqualTo(404);
        assertThat(api.get("/jobs/unfinished/1/job/?wait=-1").message()).isEqualTo("`wait` has an invalid value.");
        assertThat(api.get("/jobs/unfinished/1/job/?wait=3601").status()).isEqualTo(400);
    }
}
