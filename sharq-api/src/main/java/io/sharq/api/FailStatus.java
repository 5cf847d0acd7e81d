package io.sharq.api;

/** The result of reporting a failed job. */
public enum FailStatus {
    /** The job is back in its queue and will be released again. */
    REQUEUED,
    /** The job's requeue limit is used up; it is {@code DEAD} (rule 14). */
    DEAD,
    /** The lease had ended or never existed; nothing changed (rule 8). */
    LEASE_LOST
}
