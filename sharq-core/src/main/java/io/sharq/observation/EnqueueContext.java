package io.sharq.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.sharq.api.EnqueueResult;
import io.sharq.api.JobKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The context of the observation of an enqueue, for conventions, filters and handlers of a registry. Its carrier takes the
 * headers that the jobs carry to their workers.
 */
@SuppressWarnings("exports") // A module that uses this class reads Micrometer itself; others need not have it.
public final class EnqueueContext extends SenderContext<Map<String, String>> {
    private final String type;
    private final List<JobKey> jobs;
    private final Map<String, String> headers;
    private volatile List<EnqueueResult> results = List.of();

    EnqueueContext(String type, List<JobKey> jobs) {
        this(type, jobs, new LinkedHashMap<>());
    }

    private EnqueueContext(String type, List<JobKey> jobs, Map<String, String> headers) {
        super((carrier, name, value) -> headers.put(name, value), Kind.PRODUCER);
        this.type = type;
        this.jobs = jobs;
        this.headers = headers;
        setCarrier(headers);
    }

    /**
     * The queue type.
     *
     * @return its name
     */
    public String type() {
        return type;
    }

    /**
     * The jobs of the request.
     *
     * @return the jobs, at least one
     */
    public List<JobKey> jobs() {
        return jobs;
    }

    /**
     * The results of the jobs.
     *
     * @return one for each job; none until the response, or if the enqueue failed
     */
    public List<EnqueueResult> results() {
        return results;
    }

    Map<String, String> headers() {
        return headers;
    }

    void respond(List<EnqueueResult> response) {
        results = List.copyOf(response);
    }
}
