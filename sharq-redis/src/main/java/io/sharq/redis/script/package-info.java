/** The Lua scripts: how they are loaded, called, and answered, and the encodings that they share with Java. */
package io.sharq.redis.script;
