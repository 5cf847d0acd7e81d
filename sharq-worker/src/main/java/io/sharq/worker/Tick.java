package io.sharq.worker;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The payload of the job that stands for a recurrence. The job is never finished but put off to the next instant, so that
 * there is one of it however many processes declare it. When it is due next is its {@link TickState}.
 *
 * @param definition equal for equal recurrences of equal requests
 * @param request what is registered
 * @param when when
 */
record Tick(
        @JsonProperty("definition") String definition,
        @JsonProperty("request") Object request,
        @JsonProperty("when") RecurrenceText when) {}
