package io.sharq.api;

/** What became of an operation on a lease. */
public enum LeaseStatus {
    /** It was done. */
    DONE,
    /** The lease had ended, or never was; nothing changed (rule 8). */
    LEASE_LOST
}
