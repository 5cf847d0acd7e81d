package io.sharq.api;

/** Whether an operation that ended in a {@link BackendException} may have happened. */
public enum Outcome {
    /** The operation has not happened and never will. Sending it again is safe. */
    NOT_DONE,

    /**
     * The operation was sent and its response was lost, so it may have happened. Sending it again with the same job
     * id or nonce has no second effect.
     */
    UNKNOWN,

    /** The store refused the operation. Nothing changed, and the same call would be refused again. */
    REJECTED
}
