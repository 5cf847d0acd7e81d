/** Connections to Redis: opening them, batching requests over them, and what an error says about an operation. */
package io.sharq.redis.connection;
