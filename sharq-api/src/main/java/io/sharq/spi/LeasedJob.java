package io.sharq.spi;

import io.sharq.api.Headers;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;

/**
 * A job that a dequeue hands out.
 *
 * @param queueId its queue id
 * @param jobId its job id
 * @param payload its content
 * @param headers its headers (rule 26)
 * @param token the lease's token (rule 8)
 * @param expiresAtMicros the instant at which the lease ends
 * @param deliveries how often it was handed out, this time included
 * @param requeues how often it came back after an expired or failed lease
 * @param requeueLimit how often it may; -1 means always
 * @param queueLength the length of its queue afterwards
 */
public record LeasedJob(
        String queueId,
        String jobId,
        Payload payload,
        Headers headers,
        LeaseToken token,
        long expiresAtMicros,
        int deliveries,
        int requeues,
        int requeueLimit,
        long queueLength) {
    /**
     * A job without headers.
     *
     * @param queueId its queue id
     * @param jobId its job id
     * @param payload its content
     * @param token the lease's token (rule 8)
     * @param expiresAtMicros the instant at which the lease ends
     * @param deliveries how often it was handed out, this time included
     * @param requeues how often it came back after an expired or failed lease
     * @param requeueLimit how often it may; -1 means always
     * @param queueLength the length of its queue afterwards
     */
    public LeasedJob(
            String queueId,
            String jobId,
            Payload payload,
            LeaseToken token,
            long expiresAtMicros,
            int deliveries,
            int requeues,
            int requeueLimit,
            long queueLength) {
        this(
                queueId,
                jobId,
                payload,
                Headers.NONE,
                token,
                expiresAtMicros,
                deliveries,
                requeues,
                requeueLimit,
                queueLength);
    }
}
