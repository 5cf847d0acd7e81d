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
 * Releases of a queue's jobs that nobody was told of: a dequeue's answer was lost, and before it was made again the leases
 * that it had got ended. That a job was released so shows at its next release, whose number of deliveries is greater, or,
 * where its requeues were used up, never. From its last release or its enqueue until then the job may have been out, at
 * any time.
 */
final class UnseenReleases {
    private final List<Call> lostDequeues;
    private final IdentityHashMap<Change, Integer> before = new IdentityHashMap<>();
    private final Set<Change> after = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Known> jobs = new HashMap<>();

    /** What the last change that told something of a job said. */
    private record Known(Change change, int deliveries, int requeueLimit) {}

    private UnseenReleases(List<Call> lostDequeues) {
        this.lostDequeues = lostDequeues;
    }

    /** Those that the changes of a queue tell of, which a number of dequeues with lost answers may have made. */
    static UnseenReleases of(List<Change> changes, List<Call> lostDequeues) {
        UnseenReleases unseen = new UnseenReleases(lostDequeues);
        if (!lostDequeues.isEmpty()) {
            changes.forEach(unseen::add);
            unseen.jobs.values().forEach(unseen::atTheEnd);
        }
        return unseen;
    }

    /** The dequeues among calls that are known to have lost an answer. */
    static List<Call> lostDequeues(List<Call> calls) {
        return calls.stream()
                .filter(call -> call.isUnclear() && call.request() instanceof DequeueRequest)
                .toList();
    }

    private void add(Change change) {
        if (change.deed() instanceof Deed.Enqueued enqueued) {
            String job = enqueued.item().jobId();
            jobs.put(job, new Known(change, 0, enqueued.item().options().requeueLimit()));
        } else if (change.deed() instanceof Deed.Released released) {
            released(released.job(), change);
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

    /** Nothing tells of it any more, so it may have died of a release that nobody saw. */
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

    /** How often the job of a release had been released unseen since it was seen last. */
    int before(Change release) {
        return before.getOrDefault(release, 0);
    }

    /** Whether a job may have been released unseen since the change that enqueued or released it. */
    boolean mayFollow(Change change) {
        return after.contains(change);
    }
}
