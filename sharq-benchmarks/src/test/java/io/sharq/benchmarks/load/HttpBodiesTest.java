package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpBodiesTest {
    private static final String LEASE = "000660c9b0a2e74509e60e85a306bb36";

    @Test
    void theNumberOfTheLeaseTellsTheOrderInsideABatch() throws JsonProcessingException {
        Handed job = handed("{\"queue_id\":\"q\",\"job_id\":\"j\",\"payload\":\"x\",\"lease\":\"" + LEASE + "\"}");
        assertThat(job.number()).isEqualTo(0x000660c9b0a2e745L);
        assertThat(HttpBodies.finish(List.of(job, job)))
                .isEqualTo("{\"jobs\":[" + finish(job) + "," + finish(job) + "]}")
                .contains("\"lease\":\"" + LEASE + "\"");
    }

    @Test
    void theOriginalsAnswersNameNoLease() throws JsonProcessingException {
        Handed job = handed("{\"queue_id\":\"q\",\"job_id\":\"j\",\"payload\":\"x\"}");
        assertThat(job.number()).isZero();
        assertThat(finish(job)).isEqualTo("{\"queue_id\":\"q\",\"job_id\":\"j\"}");
    }

    private static Handed handed(String json) throws JsonProcessingException {
        return HttpBodies.handed("t", new JsonMapper().readTree(json), Window.at(1));
    }

    private static String finish(Handed job) {
        return HttpBodies.finish(List.of(job)).replace("{\"jobs\":[", "").replace("]}", "");
    }
}
