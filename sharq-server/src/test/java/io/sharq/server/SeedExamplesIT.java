package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharq.redis.RedisProcess;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The cURL examples of the original server's documentation, in its order, and the answers that it shows. */
final class SeedExamplesIT {
    private static final String JOB = "b81c07a7-5bba-4790-ab40-a061994088c1";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern MINUTES = Pattern.compile("\\{(\"\\d{13}\":\\d+,?){10}}");

    /** Runs a command against a port. */
    private record Way(String name, BiFunction<String, Integer, String> run) {}

    /** What the answer must hold, and no more than the members that came later. */
    private record Example(String command, String answer) {}

    private static final Example ENQUEUE = new Example(
            "curl -H \"Accept: application/json\" -H \"Content-type: application/json\" -X POST -d ' {\"job_id\": \""
                    + JOB
                    + "\", \"interval\": 1000, \"payload\": {\"hello\": \"world\"}}' "
                    + "http://localhost:8080/enqueue/sms/1/",
            "{\"status\":\"queued\"}");

    private static final List<Example> EXAMPLES = List.of(
            new Example("curl http://127.0.0.1:8080/", "{\"message\":\"Hello, SharQ!\"}"),
            ENQUEUE,
            new Example(
                    "curl http://localhost:8080/dequeue/sms/",
                    "{\"job_id\":\"" + JOB
                            + "\",\"payload\":{\"hello\":\"world\"},\"queue_id\":\"1\",\"status\":\"success\"}"),
            new Example("curl -X POST http://localhost:8080/finish/sms/1/" + JOB + "/", "{\"status\":\"success\"}"),
            // The original, too, has an interval of a queue, and lists it, only while it holds a job.
            ENQUEUE,
            new Example(
                    "curl -H \"Accept: application/json\" -H \"Content-type: application/json\" -X POST -d "
                            + "' {\"interval\": 5000}' http://localhost:8080/interval/sms/1/",
                    "{\"status\":\"success\"}"),
            new Example("curl http://localhost:8080/metrics/", "{\"queue_types\":[\"sms\"],\"status\":\"success\"}"),
            new Example("curl http://localhost:8080/metrics/sms/", "{\"queue_ids\":[\"1\"],\"status\":\"success\"}"),
            new Example("curl http://localhost:8080/metrics/sms/1/", "{\"queue_length\":1,\"status\":\"success\"}"));

    @Test
    void inMemory() throws IOException {
        for (Way way : ways()) {
            try (ServerProcess server = ServerProcess.start("", "[inmemory]\n")) {
                run(server, way);
            }
        }
    }

    @Test
    void onRedis() throws IOException {
        for (Way way : ways()) {
            try (RedisProcess redis = RedisProcess.start();
                    ServerProcess server = ServerProcess.start("", "[redis]\nport : " + redis.port() + "\n")) {
                run(server.awaitReady(), way);
            }
        }
    }

    private static List<Way> ways() {
        Way byHand = new Way("by hand", CurlCommand::runByHand);
        return CurlCommand.isCurlHere() ? List.of(byHand, new Way("by curl", CurlCommand::runByCurl)) : List.of(byHand);
    }

    private static void run(ServerProcess server, Way way) throws IOException {
        for (Example example : EXAMPLES) {
            String text = way.run().apply(example.command(), server.port());
            JsonNode answer = MAPPER.readTree(text);
            MAPPER.readTree(example.answer())
                    .properties()
                    .forEach(member -> assertThat(answer.get(member.getKey()))
                            .as(way.name() + ": " + example.command() + " said " + text)
                            .isEqualTo(member.getValue()));
            for (String counts : List.of("enqueue_counts", "dequeue_counts")) {
                if (answer.has(counts)) {
                    assertThat(answer.get(counts).toString()).matches(MINUTES);
                }
            }
        }
    }
}
