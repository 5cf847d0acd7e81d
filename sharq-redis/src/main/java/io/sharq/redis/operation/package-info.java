/** The operations of a backend, grouped: enqueue, dequeue, leases, dead jobs, controls, views, upkeep. */
package io.sharq.redis.operation;
