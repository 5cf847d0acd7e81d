/** Moves a queue type to another number of partitions. */
package io.sharq.redis.reshard;
