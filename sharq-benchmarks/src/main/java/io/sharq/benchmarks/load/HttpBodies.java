package io.sharq.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jobs in the JSON of the HTTP API. The names of a run need no escapes. */
final class HttpBodies {
    private HttpBodies() {}

    static String enqueue(Job job) {
        return "{" + content(job) + "}";
    }

    static String enqueue(List<Job> jobs) {
        return jobs.stream()
                .map(job -> "{\"queue_id\":\"" + job.queueId() + "\"," + content(job) + "}")
                .collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
    }

    private static String content(Job job) {
        return "\"job_id\":\"" + job.id() + "\",\"interval\":" + job.intervalMillis() + ",\"payload\":"
                + UTF_8.decode(job.payload().toByteBuffer());
    }

    static String finish(List<Handed> jobs) {
        return jobs.stream().map(HttpBodies::finish).collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
    }

    private static String finish(Handed job) {
        Lease lease = job.lease();
        return "{\"queue_id\":\"" + job.queueId() + "\",\"job_id\":\"" + job.id()
                + (lease == null ? "\"}" : "\",\"lease\":\"" + lease.token() + "\"}");
    }

    /** A job of a dequeue's response. The original's API has no lease and no order of releases. */
    static Handed handed(String type, JsonNode job, Window released) {
        JobKey key = JobKey.of(
                type, job.path("queue_id").asText(), job.path("job_id").asText());
        @Nullable
        Lease lease = job.has("lease")
                ? new Lease(key, LeaseToken.parse(job.path("lease").asText()), Instant.EPOCH)
                : null;
        return new Handed(
                type,
                key.queue().id(),
                key.id(),
                Payload.wrap(job.path("payload").toString().getBytes(UTF_8)),
                released,
                lease == null ? 0 : lease.token().number(),
                lease);
    }
}
