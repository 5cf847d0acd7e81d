package io.sharq.spi;

/**
 * What happened in one minute of the backend's clock.
 *
 * @param minute the minute, counted from 1970-01-01T00:00Z
 * @param enqueued the jobs enqueued
 * @param dequeued the jobs handed out
 */
public record MinuteCount(long minute, long enqueued, long dequeued) {}
