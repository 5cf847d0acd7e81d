package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.Lease;
import io.sharq.spi.FinishItem;
import io.sharq.spi.LeaseRef;
import org.jspecify.annotations.Nullable;

/**
 * A job whose work is done, and the result that it leaves, if any (rule 27). Immutable.
 *
 * <pre>{@code
 * sharq.finishEach(List.of(Finish.of(first.lease()), Finish.of(second.lease(), Map.of("sent", true))));
 * }</pre>
 */
public final class Finish {
    private final Lease lease;
    private final @Nullable Object result;

    private Finish(Lease lease, @Nullable Object result) {
        this.lease = Bounds.required("lease", lease);
        this.result = result;
    }

    /**
     * A job that leaves no result.
     *
     * @param lease its lease
     * @return the finish
     */
    public static Finish of(Lease lease) {
        return new Finish(lease, null);
    }

    /**
     * A job that leaves a result, which is kept for {@link SharQSettings#finishedRetention()}.
     *
     * @param lease its lease
     * @param result an object that is written as JSON, a {@link io.sharq.api.Payload}, or bytes; at most 64 KiB
     * @return the finish
     */
    public static Finish of(Lease lease, Object result) {
        return new Finish(lease, Bounds.required("result", result));
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
        return new FinishItem(LeaseRef.of(lease), result == null ? null : payloads.writeResult(result));
    }
}
