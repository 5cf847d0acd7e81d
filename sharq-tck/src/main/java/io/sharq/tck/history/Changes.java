package io.sharq.tck.history;

import io.sharq.api.ChangeStatus;
import io.sharq.api.EnqueueResult;
import io.sharq.api.FailStatus;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Stamp;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.spi.ThrottleResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Extracts the changes of each queue from the requests and replies of calls. */
final class Changes {
    private final Map<String, List<Change>> byQueue = new TreeMap<>();
    private final Call call;

    private interface Pairing<I, R> {
        void take(I item, R result);
    }

    private Changes(Call call) {
        this.call = call;
    }

    /** The changes by queue id, in the order of their revisions. */
    static Map<String, List<Change>> of(List<Call> calls) {
        Map<String, List<Change>> all = new TreeMap<>();
        for (Call call : calls) {
            Changes ofCall = new Changes(call);
            ofCall.read();
            ofCall.byQueue.forEach((id, changes) ->
                    all.computeIfAbsent(id, key -> new ArrayList<>()).addAll(changes));
        }
        all.replaceAll((id, changes) -> inItsPartition(changes));
        all.values()
                .forEach(changes ->
                        changes.sort(Comparator.comparingLong(Change::revision).thenComparing(Change::isSeenOnly)));
        return all;
    }

    /**
     * Corrects the partition of releases. A dequeue of several partitions has one stamp, so a release takes the
     * partition that the other changes of its queue name.
     */
    private static List<Change> inItsPartition(List<Change> changes) {
        OptionalInt partition = changes.stream()
                .filter(change -> !(change.deed() instanceof QueueEffect.Released))
                .mapToInt(Change::partition)
                .findFirst();
        return partition.isEmpty()
                ? changes
                : changes.stream()
                        .map(change -> change.in(partition.getAsInt()))
                        .collect(Collectors.toCollection(ArrayList::new));
    }

    private void read() {
        Object request = call.request();
        if (request instanceof EnqueueRequest enqueue) {
            each(enqueue.items(), this::enqueued);
        } else if (request instanceof DequeueRequest dequeue && call.reply() instanceof DequeueReply reply) {
            reply.jobs().forEach(job -> released(job, dequeue, reply.stamp()));
        } else if (request instanceof FinishRequest finish) {
            each(
                    finish.items().stream().map(FinishItem::lease).toList(),
                    (LeaseRef lease, LeaseResult result) ->
                            ended(lease, result, QueueEffect.Fate.FINISHED, finish.retentionMicros()));
        } else if (request instanceof ReleaseRequest release) {
            each(
                    release.leases(),
                    (LeaseRef lease, LeaseResult result) -> ended(lease, result, QueueEffect.Fate.RELEASED, 0));
        } else if (request instanceof FailRequest fail) {
            each(fail.items(), this::failed);
        } else if (request instanceof ExtendRequest extend) {
            each(extend.leases(), this::extended);
        } else if (request instanceof ThrottleRequest throttle) {
            each(throttle.items(), this::throttled);
        } else if (request instanceof CancelRequest cancel) {
            each(cancel.jobs(), this::cancelled);
        } else if (request instanceof ChangeRequest changes) {
            each(changes.items(), this::changed);
        } else if (request instanceof ClearRequest clear && call.reply() instanceof ClearReply reply) {
            cleared(clear, reply);
        } else if (call.reply() instanceof ConfigureReply reply && reply.found()) {
            steered(request, reply.stamp());
        }
    }

    @SuppressWarnings("unchecked") // The SPI returns a list of results, one for each item of these requests.
    private <I, R> void each(List<I> items, Pairing<I, R> pairing) {
        List<R> results = (List<R>) call.reply();
        for (int i = 0; i < items.size(); i++) {
            pairing.take(items.get(i), results.get(i));
        }
    }

    private void add(String queueId, QueueEffect deed, Stamp stamp) {
        add(queueId, new Change(deed, stamp.partition(), stamp.revision(), stamp.atMicros(), call));
    }

    private void add(String queueId, Change change) {
        byQueue.computeIfAbsent(queueId, id -> new ArrayList<>()).add(change);
    }

    private void enqueued(EnqueueItem item, EnqueueResult result) {
        QueueEffect deed = switch (result.status()) {
            case QUEUED -> new QueueEffect.Enqueued(item, result.queueLength());
            case DUPLICATE ->
                call.isUnclear() ? new QueueEffect.Appeared(item) : new QueueEffect.Duplicate(item.jobId());
            case QUEUE_FULL, TOO_MANY_QUEUES, UNKNOWN_LIMIT, COST_TOO_HIGH -> new QueueEffect.Full(item);
        };
        add(item.queueId(), deed, result.stamp());
    }

    /**
     * Adds a release. Its instant is the start of its lease if that is earlier than the stamp. Jobs of one batch may
     * come from several partitions, each of which reads the clock itself. A repeated dequeue returns leases that are
     * older than its reply. Where the two instants differ, the earlier one counts, which hides no violation.
     */
    private void released(LeasedJob job, DequeueRequest request, Stamp stamp) {
        long atMicros = Math.min(stamp.atMicros(), job.expiresAtMicros() - request.leaseMicros());
        add(
                job.queueId(),
                new Change(
                        new QueueEffect.Released(job),
                        stamp.partition(),
                        job.token().number(),
                        atMicros,
                        call));
    }

    private void ended(LeaseRef lease, LeaseResult result, QueueEffect.Fate fate, long retentionMicros) {
        QueueEffect.Ended ended = new QueueEffect.Ended(lease.jobId(), lease.token(), fate, 0, retentionMicros);
        ended(lease, ended, result.status() == LeaseStatus.DONE, result.stamp());
    }

    private void throttled(ThrottleItem item, ThrottleResult result) {
        LeaseRef lease = item.lease();
        QueueEffect.Ended ended = new QueueEffect.Ended(lease.jobId(), lease.token(), QueueEffect.Fate.RELEASED, 0, 0);
        if (result.heldUntilMicros().isPresent()) {
            long heldUntilMicros = result.heldUntilMicros().getAsLong();
            add(lease.queueId(), new QueueEffect.Throttled(ended, heldUntilMicros), result.stamp());
        } else {
            ended(lease, ended, false, result.stamp());
        }
    }

    private void cancelled(JobRef job, ChangeResult result) {
        if (result.status() == ChangeStatus.DONE) {
            add(job.queueId(), new QueueEffect.Cancelled(job.jobId()), result.stamp());
        } else if (!call.isUnclear()) {
            add(job.queueId(), new QueueEffect.NotWaiting(job.jobId(), result.status()), result.stamp());
        } else if (result.status() == ChangeStatus.NOT_FOUND) {
            // With any other status the job is there, so no attempt has cancelled it.
            add(job.queueId(), new QueueEffect.PerhapsCancelled(job.jobId()), result.stamp());
        }
    }

    private void changed(ChangeItem item, ChangeResult result) {
        JobRef job = item.job();
        QueueEffect refused = call.isUnclear()
                ? new QueueEffect.PerhapsChanged(item)
                : new QueueEffect.NotWaiting(job.jobId(), result.status());
        boolean isDone = result.status() == ChangeStatus.DONE;
        add(job.queueId(), isDone ? new QueueEffect.Changed(item) : refused, result.stamp());
    }

    private void ended(LeaseRef lease, QueueEffect.Ended ended, boolean isDone, Stamp stamp) {
        QueueEffect.Seen lost = call.isUnclear()
                ? new QueueEffect.PerhapsEnded(ended)
                : new QueueEffect.Refused(lease.jobId(), lease.token());
        add(lease.queueId(), isDone ? ended : lost, stamp);
    }

    private void failed(FailItem item, FailResult result) {
        LeaseRef lease = item.lease();
        QueueEffect.Fate fate = result.status() == FailStatus.DEAD ? QueueEffect.Fate.DEAD : QueueEffect.Fate.FAILED;
        QueueEffect.Ended ended = new QueueEffect.Ended(lease.jobId(), lease.token(), fate, item.delayMicros(), 0);
        ended(lease, ended, result.status() != FailStatus.LEASE_LOST, result.stamp());
    }

    private void extended(LeaseRef lease, ExtendResult result) {
        QueueEffect deed = result.expiresAtMicros().isPresent()
                ? new QueueEffect.Extended(
                        lease.jobId(), lease.token(), result.expiresAtMicros().getAsLong())
                : new QueueEffect.Refused(lease.jobId(), lease.token());
        add(lease.queueId(), deed, result.stamp());
    }

    private void cleared(ClearRequest request, ClearReply reply) {
        if (reply.found()) {
            add(request.queue().id(), new QueueEffect.Cleared(reply.removed(), reply.more()), reply.stamp());
        }
    }

    private void steered(Object request, Stamp stamp) {
        if (request instanceof PauseRequest pause && pause.queueId() != null) {
            add(pause.queueId(), new QueueEffect.Paused(pause.paused()), stamp);
        } else if (request instanceof ConfigureRequest configure
                && configure.settings().intervalMillis() != null) {
            add(
                    configure.queue().id(),
                    new QueueEffect.IntervalSet(configure.settings().intervalMillis()),
                    stamp);
        }
    }
}
