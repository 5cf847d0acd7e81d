package io.sharq.tck.facade;

import io.sharq.api.JobDescription;
import io.sharq.api.Lease;
import io.sharq.api.LeaseToken;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The nonces that a facade chose, in place of those that the kit named. Thread-safe. */
final class Nonces {
    private record Named(String type, long nonce) {}

    private record Token(String type, LeaseToken token) {}

    private final Map<Named, Long> chosen = new ConcurrentHashMap<>();
    private final Map<Token, LeaseToken> tokens = new ConcurrentHashMap<>();
    private final Map<Token, LeaseToken> shown = new ConcurrentHashMap<>();

    @Nullable
    Long chosen(String type, long nonce) {
        return chosen.get(new Named(type, nonce));
    }

    void choose(String type, long nonce, long instead) {
        chosen.put(new Named(type, nonce), instead);
    }

    /** The job with the token that the kit expects. */
    LeasedJob shown(String type, LeasedJob job, long nonce) {
        LeaseToken token = new LeaseToken(job.token().number(), nonce);
        tokens.put(new Token(type, token), job.token());
        shown.put(new Token(type, job.token()), token);
        return new LeasedJob(
                job.queueId(),
                job.jobId(),
                job.payload(),
                job.headers(),
                token,
                job.expiresAtMicros(),
                job.deliveries(),
                job.requeues(),
                job.requeueLimit(),
                job.queueLength());
    }

    /** The job with the token that the kit expects. */
    JobDescription shown(JobDescription job) {
        return job.lease().isEmpty()
                ? job
                : new JobDescription(
                        job.job(),
                        job.state(),
                        job.order(),
                        job.position(),
                        job.earliestRelease(),
                        job.deliveries(),
                        job.requeues(),
                        job.requeueLimit(),
                        job.lease().map(this::shown),
                        job.consumer(),
                        job.until(),
                        job.deadline(),
                        job.lastFailure(),
                        job.headers(),
                        job.result(),
                        job.stamp());
    }

    private Lease shown(Lease lease) {
        LeaseToken token = lease.token();
        return new Lease(
                lease.job(),
                shown.getOrDefault(new Token(lease.job().queue().type(), token), token),
                lease.expiresAt());
    }

    /** The lease with the token that the facade knows. */
    LeaseRef known(String type, LeaseRef lease) {
        LeaseToken token = lease.token();
        return token == null
                ? lease
                : new LeaseRef(lease.queueId(), lease.jobId(), tokens.getOrDefault(new Token(type, token), token));
    }

    List<LeaseRef> known(String type, List<LeaseRef> leases) {
        return leases.stream().map(lease -> known(type, lease)).toList();
    }
}
