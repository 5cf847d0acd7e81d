package io.sharq.api;

/** What became of a failed job. */
public enum FailStatus {
    /** It is back in its queue, and will be released again. */
    REQUEUED,
    /** Its requeue limit is used up; it is {@code DEAD} (rule 14). */
    DEAD,
    /** The lease had ended, or never was; nothing changed (rule 8). */
    LEASE_LOST
}
