package io.sharq.worker;

/**
 * The result of a registration.
 *
 * @param queued how many requests were queued
 * @param known how many were left out because their sub-queues hold equal ones
 */
public record Registered(int queued, int known) {}
