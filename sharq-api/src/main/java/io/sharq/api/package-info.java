/**
 * The words of SharQ: {@linkplain io.sharq.api.QueueKey queues}, {@linkplain io.sharq.api.JobKey jobs},
 * {@linkplain io.sharq.api.LeaseToken lease tokens}, {@linkplain io.sharq.api.Payload payloads} and the few errors.
 *
 * <p>Every value here is immutable, checks itself when it is made, and may be shared between threads.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.api;
