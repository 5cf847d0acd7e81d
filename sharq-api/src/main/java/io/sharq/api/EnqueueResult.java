package io.sharq.api;

/**
 * The answer for one job of an enqueue.
 *
 * @param status what became of it
 * @param queueLength the length of its queue afterwards: its jobs that wait, {@code QUEUED} or {@code SCHEDULED}
 * @param stamp when
 */
public record EnqueueResult(EnqueueStatus status, long queueLength, Stamp stamp) {}
