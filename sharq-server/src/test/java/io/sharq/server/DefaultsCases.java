package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.server.ApiClient.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rule 24 over HTTP: the defaults of a type. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DefaultsCases {
    private static final String MISSING = "`interval` is a mandatory parameter";

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

    private Reply put(String path, String body) {
        return api.send("PUT", path, body);
    }

    private void done(Reply reply) {
        assertThat(reply.text()).isEqualTo("{\"status\":\"success\"}");
        assertThat(reply.status()).isEqualTo(200);
    }

    private void assertFault(Reply reply, String field) {
        assertThat(reply.message()).isEqualTo("`" + field + "` has an invalid value.");
        assertThat(reply.status()).isEqualTo(400);
    }

    private JsonNode queue(String type, String id) {
        return api.get("/queues/" + type + "/" + id + "/").json();
    }

    @Test
    void defaultsAreSetListedAndDeleted() {
        done(put("/defaults/set/*/", "{\"interval\":1000,\"ordered\":false}"));
        done(put("/defaults/set/gold-%2a/", "{\"interval\":0,\"concurrency\":2}"));
        done(put("/defaults/set/gold-*/", "{\"interval\":null,\"ordered\":true}"));

        assertThat(api.get("/defaults/set/").text())
                .isEqualTo("{\"status\":\"success\",\"defaults\":["
                        + "{\"pattern\":\"*\",\"interval\":1000,\"ordered\":false},"
                        + "{\"pattern\":\"gold-*\",\"ordered\":true,\"concurrency\":2}]}");
        done(api.delete("/defaults/set/gold-*/", null));
        assertThat(api.delete("/defaults/set/gold-*/", null).status()).isEqualTo(404);
        done(put("/defaults/set/*/", "{\"interval\":null,\"ordered\":null}"));
        assertThat(api.get("/defaults/set/").text()).isEqualTo("{\"status\":\"success\",\"defaults\":[]}");
        assertThat(api.get("/defaults/none/").text()).isEqualTo("{\"status\":\"success\",\"defaults\":[]}");
    }

    @Test
    void anEnqueueNeedsNoIntervalIfTheTypeHasOne() {
        String job = "{\"job_id\":\"a\",\"payload\":1}";
        assertThat(api.post("/enqueue/without/gold-1/", job).message()).isEqualTo(MISSING);
        done(put("/defaults/without/gold-*/", "{\"concurrency\":2}"));
        Reply refused = api.post("/enqueue/without/gold-1/", job);
        assertThat(refused.message()).isEqualTo(MISSING);
        assertThat(refused.status()).isEqualTo(400);
        done(put("/defaults/without/gold-*/", "{\"interval\":60000}"));

        assertThat(api.post("/enqueue/without/gold-1/", job).status()).isEqualTo(201);
        assertThat(api.post("/enqueue/without/silver-1/", job).message()).isEqualTo(MISSING);
        assertThat(queue("without", "gold-1").get("interval").intValue()).isEqualTo(60_000);
        assertThat(queue("without", "gold-1").get("sources").toString())
                .isEqualTo("{\"interval\":\"gold-*\",\"ordered\":\"built-in\",\"concurrency\":\"gold-*\"}");
        assertThat(api.get("/dequeue/without/").status()).isEqualTo(200);
        done(put("/defaults/without/gold-*/", "{\"interval\":0}"));
        assertThat(queue("without", "gold-1").get("interval").intValue()).isZero();
    }

    @Test
    void aBatchNamesTheJobThatNeedsAnInterval() {
        done(put("/defaults/batch/gold-*/", "{\"interval\":1}"));
        String gold = "{\"queue_id\":\"gold-1\",\"job_id\":\"a\",\"payload\":1}";
        assertThat(api.post("/enqueue/batch/", "{\"jobs\":[" + gold + "]}")
                        .json()
                        .get("results")
                        .findValuesAsText("status"))
                .containsExactly("queued");
        String both = "{\"jobs\":[" + gold.replace("\"a\"", "\"b\"") + "," + gold.replace("gold", "tin") + "]}";
        assertThat(api.post("/enqueue/batch/", both).message())
                .isEqualTo("`jobs[1].interval` is a mandatory parameter");
        assertThat(api.get("/jobs/batch/gold-1/b/").status()).isEqualTo(404);
    }

    @Test
    void aNullReturnsAQueueToItsDefault() {
        done(put("/defaults/back/*/", "{\"interval\":500,\"concurrency\":3}"));
        done(put("/queues/back/1/", "{\"interval\":7,\"ordered\":true,\"concurrency\":9}"));
        assertThat(queue("back", "1").get("sources").toString())
                .isEqualTo("{\"interval\":\"queue\",\"ordered\":\"queue\",\"concurrency\":\"queue\"}");
        done(put("/queues/back/1/", "{\"interval\":null,\"concurrency\":null,\"ordered\":null}"));
        JsonNode queue = queue("back", "1");
        assertThat(queue.get("interval").intValue()).isEqualTo(500);
        assertThat(queue.get("concurrency").intValue()).isEqualTo(3);
        assertThat(queue.get("ordered").booleanValue()).isFalse();
    }

    @Test
    void badInputIsNamed() {
        assertFault(put("/defaults/bad/gold/", "{\"interval\":1}"), "pattern");
        assertFault(put("/defaults/bad/go%7Cd*/", "{\"interval\":1}"), "pattern");
        assertFault(api.delete("/defaults/bad/gold/", null), "pattern");
        assertFault(put("/defaults/b.d/*/", "{\"interval\":1}"), "queue_type");
        assertFault(put("/defaults/bad/*/", "{\"interval\":-1}"), "interval");
        assertFault(put("/defaults/bad/*/", "{\"interval\":1.5}"), "interval");
        assertFault(put("/defaults/bad/*/", "{\"ordered\":1}"), "ordered");
        assertFault(put("/defaults/bad/*/", "{\"concurrency\":1000000001}"), "concurrency");
        assertFault(put("/defaults/bad/*/", "{\"pinned\":true}"), "pinned");
        assertFault(put("/defaults/bad/*/", "{\"hold\":null}"), "hold");
        assertFault(put("/defaults/bad/*/", "{\"intervall\":1}"), "intervall");
        assertFault(put("/defaults/bad/*/", "{}"), "body");
        assertThat(api.get("/defaults/bad/").text()).isEqualTo("{\"status\":\"success\",\"defaults\":[]}");
        assertThat(api.get("/queues/").text()).doesNotContain("\"bad\"");
    }

    @Test
    void aTypeHasOneHundredPatterns() {
        for (int i = 0; i < 100; i++) {
            done(put("/defaults/many/" + i + "-*/", "{\"interval\":1}"));
        }
        Reply refused = put("/defaults/many/*/", "{\"interval\":1}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.message()).contains("100");
    }
}
