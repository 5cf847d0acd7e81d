package io.sharq.migration;

/**
 * A job that a worker of the original holds.
 *
 * @param queue its queue
 * @param id its job id
 */
record ActiveJob(OriginalQueue queue, String id) {}
