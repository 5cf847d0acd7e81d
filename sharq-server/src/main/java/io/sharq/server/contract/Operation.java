package io.sharq.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.api.InvalidValueException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the API.
 *
 * @param id its name in the document
 * @param method the HTTP method
 * @param isSafe whether it only looks: then HEAD asks for the same without a body
 * @param template the path, with its parameters in braces and without a slash at the end
 * @param query the parameters of the query
 * @param body what the body must be, or null if a body is not read
 * @param isBodyRequired whether a body must be there
 * @param access who may call it
 * @param queueType the queue type where the path names none, or null
 */
public record Operation(
        String id,
        String method,
        boolean isSafe,
        String template,
        List<QueryParameter> query,
        @Nullable Shape body,
        boolean isBodyRequired,
        Access access,
        @Nullable String queueType) {
    /** The path parameter that names the queue type. */
    public static final String QUEUE_TYPE = "queue_type";

    /**
     * Keeps a copy of the list.
     *
     * @param id its name in the document
     * @param method the HTTP method
     * @param isSafe whether it only looks
     * @param template the path
     * @param query the parameters of the query
     * @param body what the body must be
     * @param isBodyRequired whether a body must be there
     * @param access who may call it
     * @param queueType the queue type where the path names none
     */
    public Operation {
        query = List.copyOf(query);
    }

    /**
     * Reads the parameters of a query.
     *
     * @param written the values of the query, decoded, by name
     * @return the values that are there, by name
     * @throws UnknownParameterException if the operation has no parameter of a name
     * @throws InvalidValueException if one is there more than once, or is not what it must be
     */
    public Map<String, JsonNode> readQuery(Map<String, List<String>> written) {
        Map<String, JsonNode> values = new HashMap<>();
        written.forEach((name, texts) -> {
            QueryParameter parameter = query.stream()
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(name));
            if (texts.size() > 1) {
                throw new InvalidValueException(name, "It is there more than once.");
            }
            values.put(name, parameter.read(texts.get(0)));
        });
        return values;
    }

    /** Unknown parameters are refused: a misspelt wait or limit would be ignored without notice. */
    private UnknownParameterException unknown(String name) {
        return new UnknownParameterException(
                name, query.stream().map(QueryParameter::name).toList());
    }

    /**
     * Whether this is a health check. Health checks have no quota: an orchestrator would restart a server that refuses them.
     *
     * @return whether it is such an operation
     */
    public boolean isHealthCheck() {
        return template.startsWith("/health/");
    }
}
