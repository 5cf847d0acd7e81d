package io.sharq.worker;

/**
 * What a registration did.
 *
 * @param queued how many requests were queued
 * @param known how many were left out because their sub-queues hold equal ones
 */
public record Registered(int queued, int known) {}
