/** Finds and repairs damage in a store. */
package io.sharq.redis.check;
