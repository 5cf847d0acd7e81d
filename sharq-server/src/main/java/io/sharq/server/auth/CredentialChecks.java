package io.sharq.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs slow checks of credentials on threads of their own, bounded in all and for each address. Concurrent checks of the same
 * credentials are coalesced, and successful ones are cached. Thread-safe.
 */
final class CredentialChecks implements AutoCloseable {
    private static final CompletionStage<Verdict> BUSY = CompletableFuture.completedStage(new Verdict.Busy());
    private static final int THREADS = 2;
    private static final int LONGEST_QUEUE = 200;

    private final AttemptLimiter attempts;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, CompletableFuture<Verdict>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    CredentialChecks(String name, AttemptLimiter attempts, InstantSource clock) {
        this.attempts = attempts;
        this.clock = clock;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(LONGEST_QUEUE), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Checks credentials.
     *
     * @param proven what proved right before, by the credentials' hash
     * @param hash the credentials' hash, of these registers alone
     * @param address who sent them
     * @param check finds out what they prove
     * @return completes with the verdict, at once if it is remembered or there are too many to check
     */
    CompletionStage<Verdict> check(
            Cache<String, VerifiedPrincipal> proven,
            String hash,
            String address,
            Supplier<Optional<VerifiedPrincipal>> check) {
        VerifiedPrincipal remembered = proven.getIfPresent(hash);
        if (remembered != null && clock.instant().isBefore(remembered.until())) {
            return CompletableFuture.completedStage(new Verdict.Known(remembered.principal()));
        }
        CompletableFuture<Verdict> same = underWay.get(hash);
        return same == null ? begin(proven, hash, address, check) : same;
    }

    private CompletionStage<Verdict> begin(
            Cache<String, VerifiedPrincipal> proven,
            String hash,
            String address,
            Supplier<Optional<VerifiedPrincipal>> check) {
        AttemptLimiter.Attempt attempt = attempts.begin(address);
        if (attempt == null) {
            return BUSY;
        }
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        CompletableFuture<Verdict> same = underWay.putIfAbsent(hash, verdict);
        if (same != null) {
            attempt.end(true);
            return same;
        }
        try {
            threads.execute(() -> {
                try {
                    Optional<VerifiedPrincipal> proof = check.get();
                    proof.ifPresent(found -> proven.put(hash, found));
                    end(hash, attempt, proof.isPresent());
                    verdict.complete(proof.<Verdict>map(found -> new Verdict.Known(found.principal()))
                            .orElseGet(Verdict.Refused::new));
                } catch (RuntimeException e) {
                    end(hash, attempt, false);
                    verdict.completeExceptionally(e);
                }
            });
            return verdict;
        } catch (RejectedExecutionException e) {
            end(hash, attempt, true);
            verdict.complete(new Verdict.Busy());
            return verdict;
        }
    }

    private void end(String hash, AttemptLimiter.Attempt attempt, boolean isRight) {
        underWay.remove(hash);
        attempt.end(isRight);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
