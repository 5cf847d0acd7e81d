package io.sharq.worker.recurrence;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The payload of the job that stands for a recurrence. The job is never finished: after each run it fails with a delay
 * until the next instant, so that one job serves all processes that declare the recurrence. {@link NextRun} holds that
 * instant.
 *
 * @param definition a hash of request and recurrence, equal for equal declarations
 * @param request the request to register
 * @param when when to register it
 */
public record RecurringJob(
        @JsonProperty("definition") String definition,
        @JsonProperty("request") Object request,
        @JsonProperty("when") Schedule when) {}
