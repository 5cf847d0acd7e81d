/**
 * Limits: named gates of a queue type, through which the jobs of several queues are released. A {@linkplain
 * io.sharq.api.limit.LimitKey limit} has {@linkplain io.sharq.api.limit.LimitParts parts}, each optional.
 *
 * <p>Every value is immutable, validates itself on creation, and may be shared between threads.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.api.limit;
