package io.sharq.benchmarks.round;

import org.jspecify.annotations.Nullable;

/**
 * The store that a run uses, as a reference for its figures.
 *
 * @param redis the version of the Redis, or null without one
 * @param noOpsASecond the scripts that do nothing which it runs a second, or null without one
 */
public record Reference(@Nullable String redis, @Nullable Double noOpsASecond) {
    /** A run without a Redis. */
    public static final Reference NONE = new Reference(null, null);
}
