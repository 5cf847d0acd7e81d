package io.sharq.tck.differential;

/**
 * A lease that was handed out. Its text is the Java expression that names it.
 *
 * @param fromTheLast how many leases of the type were handed out after it, modulo the number of leases
 * @param token the token that a request names for it
 */
public record Lease(int fromTheLast, Token token) {

    /**
     * Named without a token.
     *
     * @return the lease
     */
    public Lease withoutToken() {
        return new Lease(fromTheLast, Token.NONE);
    }

    /**
     * Named with a forged token.
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

    /** The token that a request names. */
    public enum Token {
        /** The token that was handed out. */
        OWN,
        /** No token. */
        NONE,
        /** A token with another nonce. */
        FORGED
    }
}
