/** Partitions: their keys, the directory of the open ones, and the calls of scripts on one or all of them. */
package io.sharq.redis.partition;
