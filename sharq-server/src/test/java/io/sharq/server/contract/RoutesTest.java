package io.sharq.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.InvalidValueException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoutesTest {
    private final Routes routes = new Routes(Contract.load().operations());

    @ParameterizedTest
    @CsvSource({
        "GET,    /,                      hello",
        "GET,    /dequeue,               dequeueDefault",
        "GET,    /dequeue/,              dequeueDefault",
        "POST,   /dequeue/sms,           dequeueByPost",
        "POST,   /dead/sms/redrive/,     redrive",
        "GET,    /metrics/a/b,           metricsOfQueue",
        "DELETE, /deletequeue/a/b/,      deleteQueue",
        "GET,    /openapi.json,          openapi",
        "HEAD,   /health/ready/,         ready",
        "HEAD,   /queues/a/b/,           describeQueue",
        "POST,   /enqueue/a/,            enqueueBatch",
        "GET,    /jobs/a/b/,             listJobs",
        "HEAD,   /jobs/a/b,              listJobs",
        "GET,    /jobs/a/b/c/,           findJob",
        "PATCH,  /jobs/a/b/c/,           changeJob",
        "DELETE, /jobs/a/b/c,            cancelJob",
        "POST,   /throttled/a/b/c/,      throttled",
        "POST,   /cancel/a/,             cancelBatch",
        "POST,   /change/a/,             changeBatch",
        "GET,    /defaults/a/,           listDefaults",
        "PUT,    /defaults/a/gold-*/,    setDefaults",
        "DELETE, /defaults/a/%2A,        deleteDefaults",
    })
    void aPathLeadsToItsOperation(String method, String path, String operation) {
        assertThat(routes.find(method, path))
                .isInstanceOfSatisfying(
                        Route.Found.class,
                        found -> assertThat(found.operation().id()).isEqualTo(operation));
    }

    @ParameterizedTest
    @CsvSource({"GET,/x", "GET,//", "GET,/enqueue", "POST,/enqueue/a/b/c", "GET,/dequeue/a//", "GET,/Dequeue/a", "GET,*"
    })
    void otherPathsLeadNowhere(String method, String path) {
        assertThat(routes.find(method, path)).isInstanceOf(Route.Unknown.class);
    }

    @Test
    void theMethodsOfAPathAreNamed() {
        assertThat(routes.find("PATCH", "/queues/a/b/")).isEqualTo(new Route.OtherMethods("GET, HEAD, OPTIONS, PUT"));
        assertThat(routes.find("PUT", "/jobs/a/b/c/"))
                .isEqualTo(new Route.OtherMethods("DELETE, GET, HEAD, OPTIONS, PATCH"));
        assertThat(routes.find("get", "/")).isEqualTo(new Route.OtherMethods("GET, HEAD, OPTIONS"));
        assertThat(routes.find("HEAD", "/enqueue/a/b/")).isEqualTo(new Route.OtherMethods("OPTIONS, POST"));
    }

    /** Its answer has no place for the job. */
    @Test
    void aDequeueHasNoHead() {
        assertThat(routes.find("HEAD", "/dequeue/")).isEqualTo(new Route.OtherMethods("GET, OPTIONS, POST"));
        assertThat(routes.find("HEAD", "/dequeue/sms/")).isEqualTo(new Route.OtherMethods("GET, OPTIONS, POST"));
    }

    @Test
    void valuesAreDecodedOnce() {
        assertThat(path("/finish/a%2Db/%2525/%E2%84%AA"))
                .isEqualTo(Map.of("queue_type", "a-b", "queue_id", "%25", "job_id", "\u212a"));
        assertThat(path("/finish//b/c")).isEqualTo(Map.of("queue_type", "", "queue_id", "b", "job_id", "c"));
        for (String broken : new String[] {"%", "%2", "%zz", "%c3%28", "%+1", "%\uff11\uff11"}) {
            assertThatThrownBy(() -> path("/finish/" + broken + "/b/c"))
                    .as(broken)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageStartingWith("`queue_type`");
        }
    }

    private Map<String, String> path(String path) {
        return ((Route.Found) routes.find("POST", path)).parameters();
    }
}
