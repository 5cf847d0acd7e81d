/** The Lua scripts: loading, arguments and replies, and the encodings that they share with Java. */
package io.sharq.redis.script;
