package io.sharq.api;

/** What a caller knows about an operation that ended in a {@link BackendException}. */
public enum Outcome {
    /** The operation has surely not happened and never will: it is safe to send it again. */
    NOT_DONE,

    /**
     * The operation was sent and its answer was lost, so it may have happened. Sending it again with the same job id or
     * nonce has no second effect.
     */
    UNKNOWN,

    /** The store answered and refused the operation. Nothing changed; the same call would be refused again. */
    REJECTED
}
