/** Caches of which partition has a ready queue, from responses and notifications. */
package io.sharq.redis.turn;
