/** Checks of the Redis server: its settings, its permissions, and whether it agrees with this client. */
package io.sharq.redis.health;
