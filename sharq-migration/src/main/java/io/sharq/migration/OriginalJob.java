package io.sharq.migration;

import org.jspecify.annotations.Nullable;

/** A job as the original stores it. Names are the stored bytes, one character for each. */
final class OriginalJob {
    private final String id;
    private final byte @Nullable [] payload;
    private final @Nullable String limit;

    OriginalJob(String id, byte @Nullable [] payload, @Nullable String limit) {
        this.id = id;
        this.payload = payload;
        this.limit = limit;
    }

    /** The job id. */
    String id() {
        return id;
    }

    /** The stored payload, or null if it is missing. */
    byte @Nullable [] payload() {
        return payload;
    }

    /** The requeues that remain, in decimal, or null if the field is missing. */
    @Nullable
    String limit() {
        return limit;
    }
}
