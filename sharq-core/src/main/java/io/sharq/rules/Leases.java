package io.sharq.rules;

/** Rules 8 and 9: the expiry of a lease. */
public final class Leases {
    private Leases() {}

    /**
     * Whether a lease has not expired. A lease is expired from the instant of its expiry on.
     *
     * @param expiresAtMicros its expiry
     * @param nowMicros the steady time
     * @return whether it is live
     */
    public static boolean isLive(long expiresAtMicros, long nowMicros) {
        return nowMicros < expiresAtMicros;
    }

    /**
     * The expiry after an extend, which never shortens a lease.
     *
     * @param expiresAtMicros its expiry
     * @param nowMicros the steady time
     * @param leaseMicros the lease's new length, from now
     * @return the new expiry
     */
    public static long extended(long expiresAtMicros, long nowMicros, long leaseMicros) {
        return Math.max(expiresAtMicros, nowMicros + leaseMicros);
    }
}
