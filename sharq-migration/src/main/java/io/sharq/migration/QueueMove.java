package io.sharq.migration;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.EnqueueResult;
import io.sharq.migration.OriginalKeyspace.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Moves the jobs of fenced queues. For each group of queues it
 *
 * <ol>
 *   <li>records the holds of the target's queues and holds them, so that none of the jobs can be released, and so finished,
 *       before its batch is settled;
 *   <li>moves a batch to the staging lists, enqueues it, and deletes it there, until the lists are empty;
 *   <li>lets the target's queues go from the instant at which the original's limiter would have.
 * </ol>
 *
 * <p>It may be interrupted between any two calls. What it left is then in the staging lists and in the record of holds, and
 * the next import repeats it: the target answers that it holds the job already. Thread-safe.
 */
final class QueueMove {
    private static final int MOST_JOBS = 1_000;

    private final OriginalKeyspace original;
    private final SharQ target;
    private final TargetQueues queues;
    private final Steps steps;
    private final Findings findings;
    private final MoveProgress progress;
    private final JobNames moved = new JobNames();
    private long movedJobs;

    QueueMove(OriginalKeyspace original, SharQ target, Steps steps, Findings findings, MoveProgress progress) {
        this.original = original;
        this.target = target;
        this.queues = new TargetQueues(target, steps);
        this.steps = steps;
        this.findings = findings;
        this.progress = progress;
    }

    /** Moves the queues of one type. Returns false if the original has put one back, so that it has to be fenced again. */
    boolean move(String type, List<FencedQueue> group) {
        List<OriginalQueue> names = group.stream().map(FencedQueue::queue).toList();
        original.recordHolds(queues.holds(names));
        queues.hold(names);
        Map<OriginalQueue, FencedQueue> facts = new HashMap<>();
        group.forEach(queue -> facts.put(queue.queue(), queue));
        boolean isFenced = true;
        List<OriginalQueue> left = names;
        while (!left.isEmpty()) {
            List<StagedJobs> batch = original.stage(
                    type, left, Math.min(MOST_JOBS, target.settings().maxBatchSize()));
            enqueue(type, batch, facts);
            List<OriginalQueue> next = new ArrayList<>();
            for (StagedJobs staged : batch) {
                if (staged.state() == StagedJobs.State.OPEN) {
                    isFenced &= staged.left() == 0;
                } else if (staged.left() > 0) {
                    next.add(staged.queue());
                }
            }
            next.addAll(left.subList(batch.size(), left.size()));
            left = next;
        }
        release(group);
        return isFenced;
    }

    private void release(List<FencedQueue> group) {
        Map<OriginalQueue, Long> freeAtMillis = new LinkedHashMap<>();
        group.forEach(queue -> freeAtMillis.put(queue.queue(), queue.freeAtMillis()));
        queues.release(freeAtMillis, original.holds(freeAtMillis.keySet()));
        original.forgetHolds(freeAtMillis.keySet());
    }

    /** Holds queues that have no job now until the original's limiter would have let them go. */
    void holdDrained(List<FencedQueue> group) {
        Map<OriginalQueue, Long> freeAtMillis = new LinkedHashMap<>();
        group.forEach(queue -> freeAtMillis.put(queue.queue(), queue.freeAtMillis()));
        queues.release(freeAtMillis, queues.holds(List.copyOf(freeAtMillis.keySet())));
    }

    /** A job of a batch whose enqueue is sent. */
    private record Sent(StagedJobs staged, OriginalJob job, List<FindingKind> remarks) {}

    private void enqueue(String type, List<StagedJobs> batch, Map<OriginalQueue, FencedQueue> facts) {
        List<Sent> sent = new ArrayList<>();
        List<NewJob> jobs = new ArrayList<>();
        Map<OriginalQueue, Map<String, FindingKind>> aside = new LinkedHashMap<>();
        long entries = 0;
        for (StagedJobs staged : batch) {
            if (staged.jobs().isEmpty()) {
                continue;
            }
            entries += staged.jobs().size();
            aside.put(staged.queue(), new LinkedHashMap<>());
            JobConversion conversion = new JobConversion(
                    TargetQueues.key(staged.queue()),
                    Interval.of(
                            Objects.requireNonNull(facts.get(staged.queue())).interval()),
                    target.settings().maxPayloadSize());
            for (OriginalJob job : staged.jobs()) {
                JobConversion.Result result = conversion.convert(job);
                if (result instanceof JobConversion.Result.Movable movable) {
                    sent.add(new Sent(staged, job, movable.remarks()));
                    jobs.add(movable.job());
                } else if (result instanceof JobConversion.Result.Aside refused) {
                    setAside(staged.queue(), job, refused.reason(), aside);
                }
            }
        }
        if (entries == 0) {
            return;
        }
        for (int first = 0; first < jobs.size(); ) {
            // An interrupted batch may have been larger than this client's.
            int end = Math.min(jobs.size(), first + target.settings().maxBatchSize());
            List<NewJob> part = jobs.subList(first, end);
            List<EnqueueResult> results =
                    steps.run("enqueue", () -> target.async().enqueueAll(part));
            for (int i = 0; i < results.size(); i++) {
                enqueued(sent.get(first + i), results.get(i), aside);
            }
            first = end;
        }
        List<Settlement> settlements = new ArrayList<>();
        aside.forEach((queue, reasons) -> settlements.add(new Settlement(queue, reasons)));
        original.settle(type, settlements);
        progress.done(entries);
    }

    private void setAside(
            OriginalQueue queue,
            OriginalJob job,
            FindingKind reason,
            Map<OriginalQueue, Map<String, FindingKind>> aside) {
        String name = queue.field(job.id());
        if (reason == FindingKind.NO_PAYLOAD && wasMoved(name)) {
            findings.add(FindingKind.DUPLICATE, name);
            return;
        }
        findings.add(reason, name);
        aside.getOrDefault(queue, new HashMap<>()).put(job.id(), reason);
    }

    private void enqueued(Sent sent, EnqueueResult result, Map<OriginalQueue, Map<String, FindingKind>> aside) {
        OriginalQueue queue = sent.staged().queue();
        String name = queue.field(sent.job().id());
        switch (result.status()) {
            case QUEUED -> {
                sent.remarks().forEach(remark -> findings.add(remark, name));
                noteMoved(name);
            }
            case DUPLICATE -> {
                if (wasMoved(name)) {
                    findings.add(FindingKind.DUPLICATE, name);
                } else if (sent.staged().state() == StagedJobs.State.REPEATED) {
                    sent.remarks().forEach(remark -> findings.add(remark, name));
                    findings.add(FindingKind.REPEATED, name);
                    noteMoved(name);
                } else {
                    setAside(queue, sent.job(), FindingKind.ALREADY_THERE, aside);
                }
            }
            case QUEUE_FULL, TOO_MANY_QUEUES, UNKNOWN_LIMIT, COST_TOO_HIGH ->
                throw BackendException.atBound(
                        "import of " + name, "max_queues", "the target refuses the job: " + result.status());
        }
    }

    private boolean wasMoved(String name) {
        synchronized (moved) {
            return moved.contains(name);
        }
    }

    private void noteMoved(String name) {
        synchronized (moved) {
            if (moved.add(name)) {
                movedJobs++;
            }
        }
    }

    /** The jobs that the target took. */
    long movedJobs() {
        synchronized (moved) {
            return movedJobs;
        }
    }
}
