package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Failure;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.FailStatus;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Lease;
import io.sharq.api.Outcome;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.spi.DequeueFrom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares, lists and cancels recurrences. Each is one job, the tick, in a queue of its own: of the type that belongs to
 * the handler, with the recurrence's name as its id. Thread-safe.
 */
final class Recurrences {
    private static final Logger LOG = LoggerFactory.getLogger(Recurrences.class);
    private static final String SUFFIX = "-recurring";
    private static final String TICK = "tick";
    private static final int PAGE = 100;

    /** Each attempt but the last lost against a worker or another process that changed the same recurrence. */
    private static final int MOST_ATTEMPTS = 100;

    private final SharQ sharq;
    private final Duration lease;

    Recurrences(SharQ sharq, Duration lease) {
        this.sharq = sharq;
        this.lease = lease;
    }

    static String type(String handler) {
        return handler + SUFFIX;
    }

    /** Whether a handler of this name would take the ticks of another one. */
    static boolean isType(String handler) {
        return handler.endsWith(SUFFIX);
    }

    static JobKey key(String handler, String name) {
        return new JobKey(new QueueKey(type(handler), Bounds.identifier("recurrence name", name)), TICK);
    }

    /** Declares a recurrence in place of another one of its name; false if the same one is there already. */
    boolean declare(JobKey key, Tick tick) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            if (isDeclared(key, tick.definition())) {
                return false;
            }
            // Before the enqueue: after a lost answer that would take another recurrence's tick for this one's.
            boolean unused = cancel(key);
            NewJob job = NewJob.of(key, tick).requeueLimit(Bounds.REQUEUE_ALWAYS);
            if (sharq.enqueue(job).isQueued()) {
                putOffFirst(key, tick);
                return true;
            }
        }
        throw contended(key);
    }

    /** Whether a recurrence is there, and is this one. */
    boolean isDeclared(JobKey key, String definition) {
        return sharq.find(key)
                .flatMap(TickState::of)
                .filter(state -> !state.cancelled() && state.definition().equals(definition))
                .isPresent();
    }

    /** Where this fails, a worker of the handler does it. */
    private void putOffFirst(JobKey key, Tick tick) {
        try {
            DequeueOptions own = DequeueOptions.of(key.queue().type())
                    .from(new DequeueFrom.Queue(key.queue().id()))
                    .lease(lease);
            for (Delivery delivery : sharq.dequeue(own).jobs()) {
                Instant now = delivery.releasedAt();
                TickState first = TickState.due(tick, tick.when().recurrence().next(now));
                FailStatus unused = sharq.fail(delivery.lease(), first.from(now));
            }
        } catch (BackendException e) {
            LOG.warn("the recurrence {} is declared, and waits for a worker to put it off", key.queue(), e);
        }
    }

    /**
     * Cancels a recurrence, also while a worker holds its tick: the worker's lease ends, and with it the worker's right to
     * put the tick off.
     */
    boolean cancel(JobKey key) {
        boolean wasThere = false;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<JobDescription> tick = sharq.find(key).filter(job -> job.state() != JobState.FINISHED);
            if (tick.isEmpty()) {
                return wasThere;
            }
            wasThere |= TickState.of(tick.get()).filter(TickState::cancelled).isEmpty();
            remove(key, tick.get());
        }
        throw contended(key);
    }

    private void remove(JobKey key, JobDescription tick) {
        Optional<Lease> held = tick.lease();
        if (held.isPresent()) {
            take(held.get(), tick);
        } else if (tick.state() == JobState.DEAD) {
            List<Boolean> unused = sharq.discard(List.of(key));
        } else {
            long unused = sharq.clear(key.queue());
        }
    }

    /** Out of a worker's hands, and out of every other's for a long time: it is removed in the next step. */
    private void take(Lease held, JobDescription tick) {
        Failure away = TickState.of(tick)
                .orElseGet(() -> new TickState("", new RecurrenceText(null, null, null), 0, false))
                .cancel()
                .asFarAsPossible();
        if (sharq.fail(held, away) == FailStatus.LEASE_LOST) {
            // It has ended, or is about to be seen to have.
            Object unused = sharq.requeue();
        }
    }

    /** The recurrences of all handlers. */
    List<DeclaredRecurrence> list() {
        List<DeclaredRecurrence> all = new ArrayList<>();
        for (String type : every(sharq::types)) {
            if (isType(type)) {
                String handler = type.substring(0, type.length() - SUFFIX.length());
                for (String name : every(page -> sharq.queues(type, page))) {
                    described(handler, name).ifPresent(all::add);
                }
            }
        }
        return all;
    }

    private Optional<DeclaredRecurrence> described(String handler, String name) {
        return sharq.find(key(handler, name))
                .flatMap(TickState::of)
                .filter(state -> !state.cancelled())
                .map(state -> new DeclaredRecurrence(handler, name, state.when().recurrence(), state.due()));
    }

    private static List<String> every(Function<PageRequest, Page<String>> listing) {
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
                "the recurrence " + key.queue() + " was changed by others each of " + MOST_ATTEMPTS + " times",
                null);
    }
}
