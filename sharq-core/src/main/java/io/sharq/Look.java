package io.sharq;

import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One dequeue in flight, made for one caller.
 *
 * @param request the dequeue
 * @param waiter the caller, or null if it had gone before a dequeue of unclear outcome was repeated
 * @param isRepeat whether the request was sent before and its outcome was unclear
 * @param isLast whether it was sent because its caller's time was up, beside those in line
 * @param notifications how many notifications there had been when it was sent
 */
record Look(DequeueRequest request, @Nullable Waiter waiter, boolean isRepeat, boolean isLast, long notifications) {
    /** The jobs whose leases last: those of a repeated request may have ended while the store was away. */
    static List<LeasedJob> alive(List<LeasedJob> jobs, long atMicros) {
        return jobs.stream().filter(job -> job.expiresAtMicros() > atMicros).toList();
    }
}
