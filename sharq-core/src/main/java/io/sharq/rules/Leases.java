package io.sharq.rules;

/** Rules 8 and 9: how long a lease lives. */
public final class Leases {
    private Leases() {}

    /**
     * Whether a lease has not ended by time. At its expiry it has.
     *
     * @param expiresAtMicros its expiry
     * @param nowMicros the steady time
     * @return whether it is alive
     */
    public static boolean isLive(long expiresAtMicros, long nowMicros) {
        return nowMicros < expiresAtMicros;
    }

    /**
     * The expiry after an extend, which never shortens a lease.
     *
     * @param expiresAtMicros its expiry
     * @param nowMicros the steady time
     * @param leaseMicros how long it is to last from now
     * @return the new expiry
     */
    public static long extended(long expiresAtMicros, long nowMicros, long leaseMicros) {
        return Math.max(expiresAtMicros, nowMicros + leaseMicros);
    }
}
