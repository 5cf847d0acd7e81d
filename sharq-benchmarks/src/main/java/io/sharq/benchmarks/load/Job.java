package io.sharq.benchmarks.load;

import io.sharq.api.Payload;

/**
 * A job to enqueue.
 *
 * @param type its queue type
 * @param queueId its queue
 * @param id its id
 * @param payload its payload, a JSON string
 * @param intervalMillis the interval that it sets for its queue
 */
public record Job(String type, String queueId, String id, Payload payload, long intervalMillis) {}
