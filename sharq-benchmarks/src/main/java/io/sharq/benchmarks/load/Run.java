package io.sharq.benchmarks.load;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run of a plan on a target. Not thread-safe. */
public final class Run {
    private final Plan plan;
    private final Target target;
    private final Jobs jobs;
    private final Ledger ledger;
    private final Latencies latencies = new Latencies();
    private final ExecutorService clients = Executors.newCachedThreadPool(Run::daemon);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, Run::daemon);

    /**
     * A run.
     *
     * @param plan what to run
     * @param target where
     * @param number part of the run's names, so that two runs on one target share nothing
     */
    public Run(Plan plan, Target target, long number) {
        this.plan = plan;
        this.target = target;
        this.jobs = new Jobs(number, plan);
        this.ledger = new Ledger(jobs);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sharq-bench");
        thread.setDaemon(true);
        return thread;
    }

    Ledger ledger() {
        return ledger;
    }

    /**
     * Runs the plan, and checks the jobs.
     *
     * @return the measurements and the faults
     */
    public Report execute() {
        try {
            return measured();
        } finally {
            clients.shutdownNow();
            timer.shutdownNow();
        }
    }

    private Report measured() {
        boolean isDequeue = plan.workload() == Workload.DEQUEUE;
        boolean isEnqueue = plan.workload() == Workload.ENQUEUE;
        Crew crew = crew(latencies);
        Crew aside = crew(new Latencies());
        @Nullable Figures empty = figures();
        if (isDequeue) {
            all(aside, 0, aside::enqueue);
        }
        @Nullable Figures before = figures();
        long startNanos = System.nanoTime();
        workload(crew);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        @Nullable Figures after = figures();
        Integer fairness = isDequeue ? Integer.valueOf(Fairness.largestDifference(jobs, ledger)) : null;
        Spacing spacing = Spacing.of(jobs, ledger, isEnqueue ? 0 : plan.intervalMillis());
        Punctuality punctuality = isEnqueue || plan.intervalMillis() == 0
                ? null
                : Punctuality.of(jobs, ledger, plan.intervalMillis(), target.clockAheadMicros());
        if (isEnqueue && !crew.isOver()) {
            unlimit();
            all(aside, 0, aside::dequeue);
        }
        return new Report(
                plan.workload(),
                plan.types(),
                plan.queues(),
                plan.jobs(),
                plan.payloadSize(),
                plan.intervalMillis(),
                plan.batch(),
                plan.clients(),
                plan.pipeline(),
                plan.rate(),
                seconds,
                plan.jobs() / seconds,
                latencies.byCall(),
                spacing,
                punctuality,
                fairness,
                ServerCost.between(before, after, plan.jobs()),
                isDequeue ? bytesAJob(empty, before) : isEnqueue ? bytesAJob(empty, after) : null,
                ledger.checks());
    }

    private Crew crew(Latencies recorded) {
        return new Crew(target, jobs, ledger, recorded, plan.longestSilence());
    }

    private void workload(Crew crew) {
        switch (plan.workload()) {
            case ENQUEUE -> all(crew, plan.rate(), crew::enqueue);
            case DEQUEUE -> all(crew, plan.rate(), crew::dequeue);
            case CYCLE -> all(crew, plan.rate(), crew::cycle);
            case MIXED -> {
                int producers = plan.clients() / 2;
                CompletableFuture<Void> consumed = drive(crew, plan.clients() - producers, 0, crew::await);
                CompletableFuture<Void> produced = drive(crew, producers, plan.rate(), crew::enqueue);
                produced.join();
                consumed.join();
            }
        }
    }

    private void all(Crew crew, double rate, Driver.Call call) {
        drive(crew, plan.clients(), rate, call).join();
    }

    private CompletableFuture<Void> drive(Crew crew, int callers, double rate, Driver.Call call) {
        return Driver.drive(
                plan.operations(), callers, plan.pipeline(), rate / plan.batch(), clients, timer, call, crew::isOver);
    }

    /** Removes the queues' limits, so that the enqueued jobs can be dequeued and checked at once. */
    private void unlimit() {
        if (plan.intervalMillis() == 0) {
            return;
        }
        int[] used = IntStream.range(0, jobs.count())
                .map(jobs::queueIndex)
                .distinct()
                .toArray();
        for (int queue : used) {
            try {
                target.unlimit(jobs.type(queue), jobs.queueId(queue)).join();
            } catch (CompletionException e) {
                ledger.failed(e);
                return;
            }
        }
    }

    private @Nullable Figures figures() {
        Optional<Figures> figures = target.figures();
        return figures.orElse(null);
    }

    private @Nullable Double bytesAJob(@Nullable Figures empty, @Nullable Figures full) {
        return empty == null || full == null ? null : (full.usedBytes() - empty.usedBytes()) / (double) plan.jobs();
    }
}
