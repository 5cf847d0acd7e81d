package io.sharq.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.api.Headers;
import io.sharq.api.JobKey;
import io.sharq.api.QueueKey;
import io.sharq.server.auth.Principal;
import io.sharq.server.contract.Operation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A request that the contract and the caller's rights allow.
 *
 * @param operation what is asked for
 * @param path the values of the path, each a queue type or an identifier
 * @param query the values of the query
 * @param body the body; empty where there is none
 * @param principal who asks
 * @param quotaKey the key of the quotas that it counts to
 * @param trace its trace context as headers of a job; none if it has no valid one
 * @param gone completes if the client goes before it is answered
 */
public record Call(
        Operation operation,
        Map<String, String> path,
        Map<String, JsonNode> query,
        ObjectNode body,
        Principal principal,
        QuotaKey quotaKey,
        Headers trace,
        CompletionStage<Void> gone) {
    /**
     * Keeps copies of the maps.
     *
     * @param operation what is asked for
     * @param path the values of the path
     * @param query the values of the query
     * @param body the body
     * @param principal who asks
     * @param quotaKey the key of the quotas that it counts to
     * @param trace its trace context
     * @param gone completes if the client goes
     */
    public Call {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    String type() {
        String type = path.getOrDefault(Operation.QUEUE_TYPE, operation.queueType());
        if (type == null) {
            throw new IllegalStateException(operation.id() + " has no queue type");
        }
        return type;
    }

    QueueKey queue() {
        return new QueueKey(type(), value("queue_id"));
    }

    /** The pattern of queue ids that the path names. */
    String pattern() {
        return value("pattern");
    }

    JobKey job() {
        return new JobKey(queue(), value("job_id"));
    }

    /** The jobs that the body names. */
    List<JobKey> jobs() {
        List<JobKey> jobs = new ArrayList<>();
        for (JsonNode item : body.get("jobs")) {
            QueueKey queue = new QueueKey(type(), item.get("queue_id").textValue());
            jobs.add(new JobKey(queue, item.get("job_id").textValue()));
        }
        return jobs;
    }

    private String value(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException(operation.id() + " has no " + name);
        }
        return value;
    }

    /** The wait that the query names, zero if it names none. */
    Duration longestWait() {
        return asked("wait").map(Call::seconds).orElse(Duration.ZERO);
    }

    private static Duration seconds(JsonNode wait) {
        BigDecimal micros = wait.decimalValue().movePointRight(6);
        return Duration.ofNanos(micros.longValue() * 1_000);
    }

    Optional<JsonNode> asked(String name) {
        return Optional.ofNullable(query.get(name));
    }

    Optional<JsonNode> said(String name) {
        return Optional.ofNullable(body.get(name));
    }
}
