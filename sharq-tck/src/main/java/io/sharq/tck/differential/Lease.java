package io.sharq.tck.differential;

/**
 * A lease that was handed out. Its text is the Java expression that names it.
 *
 * @param fromTheLast how many leases of the type were handed out after it; counted round if there are fewer
 * @param token which token is shown for it
 */
public record Lease(int fromTheLast, Token token) {

    /**
     * Shown without a token.
     *
     * @return the lease
     */
    public Lease withoutToken() {
        return new Lease(fromTheLast, Token.NONE);
    }

    /**
     * Shown with a token that is not its own.
     *
     * @return the lease
     */
    public Lease forged() {
        return new Lease(fromTheLast, Token.FORGED);
    }

    @Override
    public String toString() {
        String lease = "lease(" + fromTheLast + ")";
        return switch (token) {
            case OWN -> lease;
            case NONE -> lease + ".withoutToken()";
            case FORGED -> lease + ".forged()";
        };
    }

    /** Which token is shown. */
    public enum Token {
        /** The one that was handed out. */
        OWN,
        /** None. */
        NONE,
        /** One with another nonce. */
        FORGED
    }
}
