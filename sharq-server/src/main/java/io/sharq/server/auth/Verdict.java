package io.sharq.server.auth;

/** The result of authentication. */
public sealed interface Verdict {
    /**
     * The credentials are those of a principal.
     *
     * @param principal the principal
     */
    record Known(Principal principal) implements Verdict {}

    /** The credentials are unknown or missing. */
    record Refused() implements Verdict {}

    /** The limit of pending or failed checks is reached. */
    record Busy() implements Verdict {}
}
