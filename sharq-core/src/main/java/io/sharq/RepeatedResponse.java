package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.FailStatus;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Outcome;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.Operation;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.ThrottleRequest;
import io.sharq.spi.ThrottleResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Interprets the response to an idempotent operation that was repeated after a lost response. The lost attempt may have
 * been carried out, so the response to the repetition can differ from the one that was lost.
 */
final class RepeatedResponse {
    private RepeatedResponse() {}

    /**
     * Returns the response for the caller.
     *
     * @throws BackendException with {@link Outcome#UNKNOWN} if the effect of the operation cannot be told
     */
    @SuppressWarnings("unchecked") // The class of an operation fixes the type of its response.
    static <R> R read(Operation<R> operation, R response, BackendException lost) {
        Object read = response;
        if (operation instanceof EnqueueRequest request) {
            read = queued(request, (List<EnqueueResult>) response);
        } else if (operation instanceof DequeueRequest request) {
            read = alive(request, (DequeueReply) response, lost);
        } else if (operation instanceof FinishRequest || operation instanceof ReleaseRequest) {
            List<LeaseResult> results = (List<LeaseResult>) response;
            long ended = results.stream()
                    .filter(result -> result.status() == LeaseStatus.LEASE_LOST)
                    .count();
            refuseEnded(operation, ended, results.size(), lost);
        } else if (operation instanceof FailRequest) {
            List<FailResult> results = (List<FailResult>) response;
            long ended = results.stream()
                    .filter(result -> result.status() == FailStatus.LEASE_LOST)
                    .count();
            refuseEnded(operation, ended, results.size(), lost);
        } else if (operation instanceof ThrottleRequest) {
            List<ThrottleResult> results = (List<ThrottleResult>) response;
            long ended = results.stream()
                    .filter(result -> result.status() == LeaseStatus.LEASE_LOST)
                    .count();
            refuseEnded(operation, ended, results.size(), lost);
        } else if (operation instanceof PauseRequest request) {
            read = resumed(request, (ConfigureReply) response);
        }
        return (R) read;
    }

    /** A duplicate is the job that the lost attempt has queued, once for each job id (rule 10). */
    private static List<EnqueueResult> queued(EnqueueRequest request, List<EnqueueResult> results) {
        Set<JobRef> seen = new HashSet<>();
        List<EnqueueResult> read = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            EnqueueItem item = request.items().get(i);
            EnqueueResult result = results.get(i);
            boolean isFirst = seen.add(new JobRef(item.queueId(), item.jobId()));
            read.add(
                    isFirst && result.status() == EnqueueStatus.DUPLICATE
                            ? new EnqueueResult(EnqueueStatus.QUEUED, result.queueLength(), result.stamp())
                            : result);
        }
        return read;
    }

    /** The same nonce gets the same leases again. Those that have ended since are not handed out. */
    private static DequeueReply alive(DequeueRequest request, DequeueReply reply, BackendException lost) {
        List<LeasedJob> alive = Look.alive(reply.jobs(), reply.stamp().atMicros());
        if (alive.isEmpty() && !reply.jobs().isEmpty()) {
            throw new BackendException(
                    Outcome.UNKNOWN,
                    "dequeue from " + request.type(),
                    "it got " + reply.jobs().size() + " jobs, and their leases had ended when it was tried again",
                    lost);
        }
        return new DequeueReply(alive, reply.nextReadyAtMicros(), reply.stamp());
    }

    /** A lease that has ended was ended by the lost attempt or before it. The response does not tell which. */
    private static void refuseEnded(Operation<?> operation, long ended, int leases, BackendException lost) {
        if (ended > 0) {
            throw new BackendException(
                    Outcome.UNKNOWN,
                    operation.name() + " of " + operation.type(),
                    ended + " of " + leases
                            + " leases had ended when it was tried again: by the attempt whose answer was lost, or"
                            + " before it",
                    lost);
        }
    }

    /** A type that is no longer paused was resumed by the lost attempt. */
    private static ConfigureReply resumed(PauseRequest request, ConfigureReply reply) {
        boolean isResumeOfType = request.queueId() == null && !request.paused();
        return isResumeOfType ? new ConfigureReply(true, reply.stamp()) : reply;
    }
}
