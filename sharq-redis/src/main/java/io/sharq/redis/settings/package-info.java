/** Where a Redis is, how to connect to it, and over how many partitions a queue type is spread. */
package io.sharq.redis.settings;
