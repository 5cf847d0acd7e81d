/**
 * The production backend. {@link io.sharq.redis.RedisBackend} turns each operation into one call of a Lua script; the
 * scripts lie beside it as resources, one for each operation, and {@code docs/redis-keys.md} describes what they keep.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.redis;
