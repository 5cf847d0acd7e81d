/**
 * The Redis backend. {@link io.sharq.redis.RedisBackend} turns each operation into one call of a Lua script. The scripts are
 * resources of this module, one for each operation, and {@code docs/redis-keys.md} describes what they store.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.redis;
