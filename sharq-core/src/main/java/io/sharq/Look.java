package io.sharq;

import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dequeue in flight, sent for one caller.
 *
 * @param request the dequeue
 * @param waiter the caller, or null if a dequeue of unclear outcome is repeated after its caller has gone
 * @param isRepeat whether it repeats a request of unclear outcome
 * @param isLast whether it was sent at its caller's deadline, outside the window
 * @param notifications the number of notifications received before it was sent
 */
record Look(DequeueRequest request, @Nullable Waiter waiter, boolean isRepeat, boolean isLast, long notifications) {
    /**
     * The jobs whose leases have not expired. Those of a repeated request may have expired while the store was
     * unavailable.
     */
    static List<LeasedJob> alive(List<LeasedJob> jobs, long atMicros) {
        return jobs.stream().filter(job -> job.expiresAtMicros() > atMicros).toList();
    }
}
