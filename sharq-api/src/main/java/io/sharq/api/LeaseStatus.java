package io.sharq.api;

/** The result of an operation on a lease. */
public enum LeaseStatus {
    /** The operation was done. */
    DONE,
    /** The lease had ended or never existed; nothing changed (rule 8). */
    LEASE_LOST
}
