/**
 * The values that all modules of SharQ share: {@linkplain io.sharq.api.QueueKey queues}, {@linkplain
 * io.sharq.api.JobKey jobs}, {@linkplain io.sharq.api.LeaseToken lease tokens}, {@linkplain io.sharq.api.Payload
 * payloads}, results and exceptions.
 *
 * <p>Every value is immutable, validates itself on creation, and may be shared between threads.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.api;
