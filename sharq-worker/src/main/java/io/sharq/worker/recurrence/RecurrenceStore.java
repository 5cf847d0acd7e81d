package io.sharq.worker.recurrence;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Failure;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import io.sharq.api.FailStatus;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Lease;
import io.sharq.api.Outcome;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares, lists and cancels recurrences. Each is one job in a queue of its own: the queue type belongs to the handler,
 * and the queue id is the recurrence's name. Thread-safe.
 */
public final class RecurrenceStore {
    private static final Logger LOG = LoggerFactory.getLogger(RecurrenceStore.class);
    private static final String TYPE_SUFFIX = "-recurring";
    private static final String JOB_ID = "tick";
    private static final int PAGE = 100;

    /** An attempt fails only if a worker or another process changed the same recurrence meanwhile. */
    private static final int MAX_ATTEMPTS = 100;

    private final SharQ sharq;
    private final Duration lease;

    /**
     * A view of the recurrences in a store.
     *
     * @param lease how long a declaration may hold a job that it has just enqueued
     */
    public RecurrenceStore(SharQ sharq, Duration lease) {
        this.sharq = sharq;
        this.lease = lease;
    }

    /** The queue type of a handler's recurrences. */
    public static String type(String handler) {
        return handler + TYPE_SUFFIX;
    }

    /** Whether a name is the queue type of some handler's recurrences. */
    public static boolean isType(String name) {
        return name.endsWith(TYPE_SUFFIX);
    }

    /**
     * The job that stands for a recurrence.
     *
     * @throws io.sharq.api.InvalidValueException if the recurrence's name is not an identifier
     */
    public static JobKey key(String handler, String name) {
        return new JobKey(new QueueKey(type(handler), Bounds.identifier("recurrence name", name)), JOB_ID);
    }

    /**
     * Declares a recurrence and replaces another one of its name.
     *
     * @return false if the same recurrence is declared already
     */
    public boolean declare(JobKey key, RecurringJob recurring) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (isDeclared(key, recurring.definition())) {
                return false;
            }
            // Cancelled first: after a lost response, DUPLICATE may stand for this job or for the one to be replaced.
            boolean unused = cancel(key);
            NewJob job = NewJob.of(key, recurring).requeueLimit(Bounds.REQUEUE_ALWAYS);
            if (sharq.enqueue(job).isQueued()) {
                postponeToFirstRun(key, recurring);
                return true;
            }
        }
        throw contended(key);
    }

    /** Whether a recurrence is declared with this definition. */
    public boolean isDeclared(JobKey key, String definition) {
        return sharq.find(key)
                .flatMap(NextRun::of)
                .filter(run -> !run.cancelled() && run.definition().equals(definition))
                .isPresent();
    }

    /** If this fails, a worker of the handler postpones the job when it takes it. */
    private void postponeToFirstRun(JobKey key, RecurringJob recurring) {
        try {
            DequeueOptions own = DequeueOptions.of(key.queue().type())
                    .from(new DequeueFrom.Queue(key.queue().id()))
                    .lease(lease);
            for (Delivery delivery : sharq.dequeue(own).jobs()) {
                Instant now = delivery.releasedAt();
                NextRun first = NextRun.at(recurring.when().next(now), recurring);
                FailStatus unused = sharq.fail(delivery.lease(), first.postponed(now));
            }
        } catch (BackendException e) {
            LOG.warn("the recurrence {} is declared, and waits for a worker to postpone it", key.queue(), e);
        }
    }

    /**
     * Cancels a recurrence. If a worker holds its job, the worker's lease ends, so the worker can no longer postpone it.
     *
     * @return whether it was declared
     */
    public boolean cancel(JobKey key) {
        boolean wasDeclared = false;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<JobDescription> job = sharq.find(key).filter(found -> found.state() != JobState.FINISHED);
            if (job.isEmpty()) {
                return wasDeclared;
            }
            wasDeclared |= NextRun.of(job.get()).filter(NextRun::cancelled).isEmpty();
            remove(key, job.get());
        }
        throw contended(key);
    }

    private void remove(JobKey key, JobDescription job) {
        Optional<Lease> held = job.lease();
        if (held.isPresent()) {
            endLease(held.get(), job);
        } else if (job.state() == JobState.DEAD) {
            List<Boolean> unused = sharq.discard(List.of(key));
        } else {
            long unused = sharq.queue(key.queue()).clear();
        }
    }

    /** Takes the job from its worker and hides it from others by a long delay; the next attempt removes it. */
    private void endLease(Lease held, JobDescription job) {
        Failure hidden = NextRun.of(job)
                .orElseGet(() -> new NextRun("", Schedule.UNREADABLE, 0, false))
                .cancel()
                .postponedByMaxDelay();
        if (sharq.fail(held, hidden) == FailStatus.LEASE_LOST) {
            // An expired lease ends at the type's next upkeep.
            Object unused = sharq.type(held.job().queue().type()).requeue();
        }
    }

    /** The recurrences of all handlers. */
    public List<DeclaredSchedule> list() {
        List<DeclaredSchedule> all = new ArrayList<>();
        for (String type : items(sharq::types)) {
            if (isType(type)) {
                String handler = type.substring(0, type.length() - TYPE_SUFFIX.length());
                for (String name : items(page -> sharq.type(type).queues(page))) {
                    find(handler, name).ifPresent(all::add);
                }
            }
        }
        return all;
    }

    private Optional<DeclaredSchedule> find(String handler, String name) {
        return sharq.find(key(handler, name))
                .flatMap(NextRun::of)
                .filter(run -> !run.cancelled())
                .map(run -> new DeclaredSchedule(handler, name, run.when(), run.due()));
    }

    private static List<String> items(Function<PageRequest, Page<String>> listing) {
        List<String> items = new ArrayList<>();
        String cursor = null;
        do {
            Page<String> page = listing.apply(new PageRequest(cursor, PAGE));
            items.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return items;
    }

    private static BackendException contended(JobKey key) {
        return new BackendException(
                Outcome.NOT_DONE,
                "recur",
                "the recurrence " + key.queue() + " was changed by others in each of " + MAX_ATTEMPTS + " attempts",
                null);
    }
}
