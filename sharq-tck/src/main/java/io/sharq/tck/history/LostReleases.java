package io.sharq.tck.history;

import io.sharq.api.Bounds;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Releases that no reply reports: a dequeue lost its reply, and its leases ended before it was retried. Such a release
 * shows at the job's next release, whose number of deliveries is greater. If the job's requeues were used up, it never
 * shows. From its last known release or its enqueue until then, the job may have been active at any time.
 */
final class LostReleases {
    private final List<Call> lostDequeues;
    private final IdentityHashMap<Change, Integer> before = new IdentityHashMap<>();
    private final Set<Change> after = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Known> jobs = new HashMap<>();

    /** The last change that reported a job, with the deliveries and the limit that it reported. */
    private record Known(Change change, int deliveries, int requeueLimit) {}

    private LostReleases(List<Call> lostDequeues) {
        this.lostDequeues = lostDequeues;
    }

    /** The unseen releases that the changes of a queue imply, limited to those that the lost dequeues can have made. */
    static LostReleases of(List<Change> changes, List<Call> lostDequeues) {
        LostReleases unseen = new LostReleases(lostDequeues);
        if (!lostDequeues.isEmpty()) {
            changes.forEach(unseen::add);
            unseen.jobs.values().forEach(unseen::atTheEnd);
        }
        return unseen;
    }

    /** The dequeues that lost a reply. */
    static List<Call> lostDequeues(List<Call> calls) {
        return calls.stream()
                .filter(call -> call.isUnclear() && call.request() instanceof DequeueRequest)
                .toList();
    }

    private void add(Change change) {
        if (change.deed() instanceof QueueEffect.Enqueued enqueued) {
            String job = enqueued.item().jobId();
            jobs.put(job, new Known(change, 0, enqueued.item().options().requeueLimit()));
        } else if (change.deed() instanceof QueueEffect.Released released) {
            released(released.job(), change);
        } else if (change.deed() instanceof QueueEffect.Cancelled cancelled) {
            gone(cancelled.jobId(), change);
        }
    }

    /** No later change reports a cancelled job, so an unseen release of it before that never shows. */
    private void gone(String jobId, Change change) {
        Known known = jobs.remove(jobId);
        if (known != null
                && lostBetween(
                                known.change().call().invokedNanos(),
                                change.call().returnedNanos())
                        > 0) {
            after.add(known.change());
        }
    }

    private void released(LeasedJob job, Change change) {
        Known known = jobs.put(job.jobId(), new Known(change, job.deliveries(), job.requeueLimit()));
        int count = job.deliveries() - 1 - (known == null ? 0 : known.deliveries());
        long began = known == null ? Long.MIN_VALUE : known.change().call().invokedNanos();
        if (count > 0 && count <= lostBetween(began, change.call().returnedNanos())) {
            before.put(change, count);
            if (known != null) {
                after.add(known.change());
            }
        }
    }

    /** No later change reports the job, so it may have died after an unseen release. */
    private void atTheEnd(Known known) {
        long began = known.change().call().invokedNanos();
        if (known.requeueLimit() != Bounds.REQUEUE_ALWAYS && lostBetween(began, Long.MAX_VALUE) > 0) {
            after.add(known.change());
        }
    }

    private int lostBetween(long fromNanos, long toNanos) {
        return lostDequeues.stream()
                .filter(call -> call.returnedNanos() >= fromNanos && call.invokedNanos() <= toNanos)
                .mapToInt(Call::lost)
                .sum();
    }

    /** How many unseen releases of its job precede a release, since the last known one. */
    int before(Change release) {
        return before.getOrDefault(release, 0);
    }

    /** Whether an unseen release of the job may follow the change that enqueued or released it. */
    boolean mayFollow(Change change) {
        return after.contains(change);
    }
}
