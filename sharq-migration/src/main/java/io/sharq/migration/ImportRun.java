package io.sharq.migration;

import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Outcome;
import io.sharq.migration.OriginalKeyspace.Fence;
import io.sharq.migration.OriginalKeyspace.Requeued;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Moves jobs in rounds until a round finds nothing to move. Each round finds the queues, fences them, and moves those of which
 * the original's workers hold no job. A job that the original enqueues meanwhile stays behind the fence for the next round.
 *
 * <p>The fence of a moved queue stays. Without it, the original would release what its producers still enqueue beside the
 * releases of the target.
 */
final class ImportRun {
    private static final int GROUP = 200;
    static final int AT_ONCE = 500;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long MAX_HOLD_MILLIS = Bounds.MAX_INTERVAL_MILLIS;

    private final OriginalKeyspace original;
    private final ImportOptions options;
    private final Findings findings = new Findings();
    private final MoveProgress progress;
    private final QueueMove move;
    private final Set<OriginalQueue> movedQueues = new HashSet<>();
    private final Set<OriginalQueue> heldDrained = new HashSet<>();
    private final Set<String> typesWithJobs = new TreeSet<>();
    private final Set<String> typesWithRest = new HashSet<>();
    private long active;
    private boolean isFirst = true;

    ImportRun(OriginalKeyspace original, SharQ target, Steps steps, ImportOptions options) {
        this.original = original;
        this.options = options;
        this.progress = new MoveProgress(options.listener());
        this.move = new QueueMove(original, target, steps, findings, progress);
    }

    /** What a round found. */
    private static final class Round {
        private final List<Callable<Boolean>> groups = new ArrayList<>();
        private final List<ActiveJob> waiting = new ArrayList<>();
        private final Set<String> drained = new TreeSet<>();
        private long length;
        private long moved;
        private boolean isUnsettled;

        private boolean isLast() {
            return moved == 0 && !isUnsettled && waiting.isEmpty();
        }
    }

    ImportReport run() {
        ExecutorService workers = Executors.newFixedThreadPool(options.threads(), task -> {
            Thread thread = new Thread(task, "sharq-import");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long deadline = System.nanoTime() + options.longestWait().toNanos();
            Round round = round(workers);
            while (!round.isLast()) {
                if (!round.waiting.isEmpty() && System.nanoTime() >= deadline) {
                    round.waiting.forEach(job ->
                            findings.addOnce(FindingKind.ACTIVE, job.queue().field(job.id())));
                    break;
                }
                if (round.moved == 0) {
                    pause();
                }
                round = round(workers);
            }
            finish(round);
        } finally {
            workers.shutdownNow();
        }
        return new ImportReport(
                false,
                typesWithJobs.size(),
                movedQueues.size(),
                progress.done(),
                active,
                0,
                move.movedJobs(),
                findings.list());
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static BackendException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new BackendException(Outcome.UNKNOWN, "import", "the thread was interrupted", cause);
    }

    private Round round(ExecutorService workers) {
        Round round = new Round();
        Survey survey = original.survey(options.filter(), findings);
        for (String type : survey.types()) {
            if (isRefused(type)) {
                findings.addOnce(FindingKind.REFUSED_TYPE, type);
            } else if (original.isUsable(type)) {
                addType(type, survey.queues(type), round);
            }
        }
        isFirst = false;
        progress.waiting(round.length);
        long before = progress.done();
        round.isUnsettled |= perform(workers, round.groups);
        round.moved = progress.done() - before;
        return round;
    }

    static boolean isRefused(String type) {
        try {
            Bounds.identifier("queue_type", type);
            return false;
        } catch (InvalidValueException e) {
            return true;
        }
    }

    static boolean isRefused(OriginalQueue queue) {
        try {
            TargetQueues.key(queue);
            return false;
        } catch (InvalidValueException e) {
            return true;
        }
    }

    /** Fences the queues of a type, and adds those that may be moved now to the round. */
    private void addType(String type, List<OriginalQueue> found, Round round) {
        Set<OriginalQueue> withActive = new HashSet<>();
        original.active(type, options.filter(), findings).forEach(job -> withActive.add(job.queue()));
        Set<OriginalQueue> all = new LinkedHashSet<>(found);
        all.addAll(withActive);
        List<OriginalQueue> queues =
                all.stream().filter(queue -> isTaken(queue)).toList();
        List<FencedQueue> fenced = new ArrayList<>();
        long nowMillis = 0;
        for (List<OriginalQueue> part : parts(queues, AT_ONCE)) {
            Fence fence = original.fence(type, part, withActive);
            fenced.addAll(fence.queues());
            nowMillis = fence.nowMillis();
        }
        // Read after the fence: from here on no job of a fenced queue becomes active.
        List<ActiveJob> waiting = stillActive(type, round);
        round.waiting.addAll(waiting);
        long length = fenced.stream().mapToLong(FencedQueue::length).sum();
        round.length += length;
        if (length > 0 || !waiting.isEmpty()) {
            typesWithJobs.add(type);
        } else {
            round.drained.add(type);
            if (isFirst) {
                findings.addOnce(FindingKind.EMPTY_TYPE, type);
            }
        }
        addGroups(type, fenced, waiting, nowMillis, round);
    }

    private boolean isTaken(OriginalQueue queue) {
        if (isRefused(queue)) {
            findings.addOnce(FindingKind.REFUSED_QUEUE, queue.field());
            typesWithRest.add(queue.type());
            return false;
        }
        return true;
    }

    private List<ActiveJob> stillActive(String type, Round round) {
        List<ActiveJob> found = original.active(type, options.filter(), findings);
        if (isFirst) {
            active += found.size();
        }
        if (options.activeJobs() == ActiveJobs.WAIT) {
            return found;
        }
        List<ActiveJob> left = new ArrayList<>();
        for (List<ActiveJob> part : parts(found, AT_ONCE)) {
            List<Requeued> results = original.requeue(type, part);
            for (int i = 0; i < part.size(); i++) {
                ActiveJob job = part.get(i);
                switch (results.get(i)) {
                    case ACTIVE -> left.add(job);
                    case DISCARDED ->
                        findings.add(FindingKind.DISCARDED, job.queue().field(job.id()));
                    // Its list has become longer since it was measured.
                    case RETURNED -> round.isUnsettled = true;
                }
            }
        }
        return left;
    }

    private void addGroups(
            String type, List<FencedQueue> fenced, List<ActiveJob> waiting, long nowMillis, Round round) {
        Set<OriginalQueue> waitingQueues = new HashSet<>();
        waiting.forEach(job -> waitingQueues.add(job.queue()));
        Set<OriginalQueue> interrupted =
                original.holds(fenced.stream().map(FencedQueue::queue).toList()).keySet();
        List<FencedQueue> ready = new ArrayList<>();
        List<FencedQueue> drained = new ArrayList<>();
        for (FencedQueue queue : fenced) {
            boolean hasWork = queue.length() > 0 || interrupted.contains(queue.queue());
            if (hasWork && !isReadable(queue)) {
                original.unfence(type, List.of(queue.queue()));
                typesWithRest.add(type);
            } else if (hasWork && !waitingQueues.contains(queue.queue())) {
                movedQueues.add(queue.queue());
                ready.add(within(queue, nowMillis));
            } else if (!hasWork && queue.freeAtMillis() > nowMillis && heldDrained.add(queue.queue())) {
                drained.add(within(queue, nowMillis));
            }
        }
        parts(ready, GROUP).forEach(group -> round.groups.add(() -> move.move(type, group)));
        parts(drained, GROUP)
                .forEach(group -> round.groups.add(() -> {
                    move.holdDrained(group);
                    return true;
                }));
    }

    private boolean isReadable(FencedQueue queue) {
        Interval interval = Interval.of(queue.interval());
        QueueRemarks.add(findings, queue.queue(), interval);
        return !(interval instanceof Interval.Unreadable);
    }

    /** Lowers the instant until which a queue is held to what the target takes. */
    private FencedQueue within(FencedQueue queue, long nowMillis) {
        if (queue.freeAtMillis() <= nowMillis + MAX_HOLD_MILLIS) {
            return queue;
        }
        findings.addOnce(FindingKind.CLAMPED_HOLD, queue.queue().field());
        return new FencedQueue(queue.queue(), queue.length(), nowMillis + MAX_HOLD_MILLIS, queue.interval());
    }

    /** Returns whether the original has put a queue back since it was fenced. */
    private static boolean perform(ExecutorService workers, List<Callable<Boolean>> groups) {
        List<Future<Boolean>> running = groups.stream().map(workers::submit).toList();
        boolean isOpen = false;
        try {
            for (Future<Boolean> group : running) {
                isOpen |= !group.get();
            }
            return isOpen;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void finish(Round last) {
        if (options.filter().hasWholeTypes()) {
            last.drained.stream().filter(type -> !typesWithRest.contains(type)).forEach(original::delist);
        }
        if (options.filter().isAll() && last.isLast() && typesWithRest.isEmpty()) {
            List<String> page = new ArrayList<>();
            original.eachPayload(name -> {
                page.add(name);
                if (page.size() == AT_ONCE) {
                    addOrphans(page);
                }
            });
            addOrphans(page);
        }
    }

    private void addOrphans(List<String> names) {
        if (!names.isEmpty()) {
            Set<String> aside = original.aside(names);
            names.stream()
                    .filter(name -> !aside.contains(name))
                    .forEach(name -> findings.add(FindingKind.ORPHAN_PAYLOAD, name));
            names.clear();
        }
    }

    static <T> List<List<T>> parts(List<T> all, int most) {
        List<List<T>> parts = new ArrayList<>();
        for (int first = 0; first < all.size(); first += most) {
            parts.add(all.subList(first, Math.min(all.size(), first + most)));
        }
        return parts;
    }
}
