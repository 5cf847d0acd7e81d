package io.sharq.server.auth;

/** What came of credentials. */
public sealed interface Verdict {
    /**
     * They are a principal's.
     *
     * @param principal whose
     */
    record Known(Principal principal) implements Verdict {}

    /** They are nobody's, or there are none. */
    record Refused() implements Verdict {}

    /** There are too many to check at this time. */
    record Busy() implements Verdict {}
}
