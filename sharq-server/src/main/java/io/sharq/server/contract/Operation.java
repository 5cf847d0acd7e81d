package io.sharq.server.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the API.
 *
 * @param id its name in the document
 * @param method the HTTP method
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
     * Whether a balancer or an orchestrator asks so for the server's health. Who refuses it an answer because others ask
     * too much has the server restarted, or taken out of service.
     *
     * @return whether it is such an operation
     */
    public boolean isHealthCheck() {
        return template.startsWith("/health/");
    }
}
