package io.sharq.migration;

/** The kinds of what an import reports. */
public enum FindingKind {
    /** A queue type that is refused as a name. */
    REFUSED_TYPE(true, "the queue type is refused as a name; its queues stay"),
    /** A queue id that is refused as a name. */
    REFUSED_QUEUE(true, "the queue id is refused as a name; the queue stays"),
    /** A job id that is refused as a name. */
    REFUSED_JOB(true, "the job id is refused as a name; set aside"),
    /** A key of a type with a wrong Redis type. */
    WRONG_TYPE(true, "the key of the type's queues has a wrong Redis type; what is in it stays"),
    /** An interval that is no number. */
    UNREADABLE_INTERVAL(
            true, "the interval is no number of milliseconds; the queue stays, because its rate is unknown"),
    /** An entry of the active jobs that names no queue and job. */
    UNREADABLE_LEASE(true, "an entry of the active jobs is not a queue and a job; it stays"),
    /** A job in a list without a payload. */
    NO_PAYLOAD(true, "a list names the job, but it has no payload; set aside"),
    /** A payload that is larger than the target takes. */
    OVERSIZED(true, "the payload is larger than max_payload_size; set aside"),
    /** A job whose id the target's queue held before. */
    ALREADY_THERE(true, "the new queue holds a job of that id already; set aside"),
    /** Active jobs that were not moved. */
    ACTIVE(true, "the job is active; its queue waits for it"),
    /** A second entry of a job in its list. */
    DUPLICATE(false, "the list names the job twice; the original keeps one payload for both, so it comes once"),
    /** A job whose requeue limit was used up. */
    DISCARDED(
            false,
            "the lease has ended and the requeue limit is used up; the original discards it, here it is set aside"),
    /** A payload that JSON cannot express. */
    NOT_JSON(false, "the payload cannot be expressed as JSON; it comes as bytes"),
    /** A payload that is not MessagePack. */
    UNDECODABLE(false, "the payload is not MessagePack; it comes as bytes, unchanged"),
    /** An interval beyond the target's bound. */
    CLAMPED_INTERVAL(false, "the interval is rounded up to a whole millisecond, or lowered to 365 days"),
    /** A requeue limit beyond the target's bound. */
    CLAMPED_LIMIT(false, "the requeue limit is beyond the bounds and is replaced by the nearest within"),
    /** A queue without an interval. */
    NO_INTERVAL(false, "the queue has no interval; the original loses it when a finish meets an empty list"),
    /** A job without a requeue limit. */
    NO_LIMIT(false, "the job has no readable requeue limit; it gets default_job_requeue_limit"),
    /** A next release beyond the target's bound. */
    CLAMPED_HOLD(false, "the next release is more than 365 days ahead; the queue is held for 365 days"),
    /** A queue that shares its name with a key of the original. */
    NAMED_LIKE_A_KEY(false, "the queue has the name of a key of the original, which therefore never served it"),
    /** A job of an interrupted batch that the target holds. */
    REPEATED(false, "an interrupted batch was repeated, and the new queue held the job already"),
    /** A payload that no list and no lease names. */
    ORPHAN_PAYLOAD(false, "no list and no lease names the payload; it is no job, and stays"),
    /** An interval of a queue without jobs. */
    ORPHAN_INTERVAL(false, "the interval is that of a queue without jobs; it stays"),
    /** A type that is listed and has no jobs. */
    EMPTY_TYPE(false, "the type is listed and has no jobs");

    private final boolean isLeft;
    private final String meaning;

    FindingKind(boolean isLeft, String meaning) {
        this.isLeft = isLeft;
        this.meaning = meaning;
    }

    /**
     * Whether something that may be a job is left in the original's keys.
     *
     * @return false for a remark about what is moved, or about what is no job
     */
    public boolean isLeft() {
        return isLeft;
    }

    /**
     * What was found and what becomes of it.
     *
     * @return a sentence for an operator
     */
    public String meaning() {
        return meaning;
    }
}
