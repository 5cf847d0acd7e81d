package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.Lease;
import io.sharq.api.limit.Used;
import io.sharq.spi.FinishItem;
import io.sharq.spi.LeaseRef;
import org.jspecify.annotations.Nullable;

/**
 * A job whose work is done, the result that it leaves, if any (rule 27), and what it really used of limits (rule 18).
 * Immutable: each method returns a new instance.
 *
 * <pre>{@code
 * sharq.finishEach(List.of(Finish.of(first.lease()), Finish.of(second.lease(), Map.of("sent", true))));
 * }</pre>
 */
public final class Finish {
    private final Lease lease;
    private final @Nullable Object result;
    private final Used used;

    private Finish(Lease lease, @Nullable Object result, Used used) {
        this.lease = Bounds.required("lease", lease);
        this.result = result;
        this.used = used;
    }

    /**
     * A job that leaves no result.
     *
     * @param lease its lease
     * @return the finish
     */
    public static Finish of(Lease lease) {
        return new Finish(lease, null, Used.NOTHING);
    }

    /**
     * A job that leaves a result, which is kept for {@link SharQSettings#finishedRetention()}.
     *
     * @param lease its lease
     * @param result an object that is written as JSON, a {@link io.sharq.api.Payload}, or bytes; at most 64 KiB
     * @return the finish
     */
    public static Finish of(Lease lease, Object result) {
        return new Finish(lease, Bounds.required("result", result), Used.NOTHING);
    }

    /**
     * Says what the job really used of limits. They then stand as if that had been its cost.
     *
     * @param reallyUsed the units by limit
     * @return a finish with this settlement
     */
    public Finish used(Used reallyUsed) {
        return new Finish(lease, result, Bounds.required("used", reallyUsed));
    }

    /**
     * The lease.
     *
     * @return the lease
     */
    public Lease lease() {
        return lease;
    }

    FinishItem item(Payloads payloads) {
        return new FinishItem(LeaseRef.of(lease), result == null ? null : payloads.writeResult(result), used);
    }
}
