package io.sharq;

import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.Registration;
import io.sharq.spi.Backend;
import io.sharq.spi.EndListener;
import io.sharq.time.Alarms;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The callers of a facade that wait for the end of jobs, by job (rule 27). It listens to the backend from the first wait
 * on, and before it reads the job, so that no end is missed. Thread-safe.
 */
final class EndWaiting implements EndWaiters.Desk, EndListener, AutoCloseable {
    /** The longest that {@link #close} waits for requests in flight. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Backend backend;
    private final Alarms alarms;
    private final ConcurrentHashMap<JobKey, EndWaiters> jobs = new ConcurrentHashMap<>();
    private final Outstanding outstanding = new Outstanding();
    private @Nullable Registration registration;
    private volatile boolean isClosed;

    EndWaiting(Backend backend, Alarms alarms) {
        this.backend = backend;
        this.alarms = alarms;
    }

    /** Finds a job once it has ended, or as it is at the end of the wait. */
    CompletableFuture<Optional<JobDescription>> find(JobKey job, Duration wait) {
        listen();
        EndWaiter waiter = new EndWaiter();
        // Added inside compute(), so that a job whose last waiter has just left is not dropped with the new one in it.
        EndWaiters waiters = jobs.compute(job, (key, known) -> {
            EndWaiters found = known == null ? new EndWaiters(job, this) : known;
            found.add(waiter);
            return found;
        });
        // Callbacks of a future run in reverse order of registration. The one that begin() registers must run first: it
        // removes the waiter.
        CompletableFuture<?> unused = waiter.answer.whenComplete((answer, failure) -> drop(job));
        waiters.begin(waiter, wait);
        if (isClosed) {
            waiters.hurry();
        }
        return waiter.answer;
    }

    private synchronized void listen() {
        if (registration == null) {
            registration = backend.onEnded(this);
        }
    }

    private void drop(JobKey job) {
        jobs.computeIfPresent(job, (key, waiters) -> waiters.isEmpty() ? null : waiters);
    }

    @Override
    public void ended(JobKey job) {
        EndWaiters waiters = jobs.get(job);
        if (waiters != null) {
            waiters.notified();
        }
    }

    @Override
    public void missed() {
        jobs.values().forEach(EndWaiters::notified);
    }

    @Override
    public void read(JobKey job, long number, EndWaiters waiters) {
        outstanding.begin();
        CompletionStage<?> unused = Stages.of(() -> backend.watch(job)).whenComplete((found, failure) -> {
            try {
                if (failure == null) {
                    waiters.found(number, found);
                } else {
                    waiters.failed(number, Causes.of(failure));
                }
                drop(job);
            } finally {
                outstanding.end();
            }
        });
    }

    @Override
    public Registration schedule(Duration delay, Runnable task) {
        return alarms.schedule(delay, task);
    }

    /** Answers every wait by a last read, if the store responds within {@link #CLOSING}. */
    @Override
    public void close() {
        isClosed = true;
        synchronized (this) {
            if (registration != null) {
                registration.close();
            }
        }
        jobs.values().forEach(EndWaiters::hurry);
        outstanding.awaitNone(CLOSING);
    }
}
