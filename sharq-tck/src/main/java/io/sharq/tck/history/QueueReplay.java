package io.sharq.tck.history;

import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.rules.Place;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through what happened to one queue, in the order of revisions, and notes what no rule allows. */
final class QueueReplay {
    private static final class Job {
        final EnqueueItem item;
        final Place place;
        JobState state = JobState.QUEUED;
        /** When it came to its place, or will. */
        long dueMicros;

        long expiresAtMicros;
        int deliveries;

        @Nullable
        LeaseToken token;

        Job(EnqueueItem item, long revision) {
            this.item = item;
            this.place = new Place(item.options().order(), revision);
        }

        boolean waits() {
            return state == JobState.QUEUED || state == JobState.SCHEDULED;
        }

        /** Queued, or due to be. */
        boolean mayGo(long atMicros) {
            return waits() && dueMicros <= atMicros;
        }

        /** A lease that has expired lives no longer, whether or not an upkeep has seen it. */
        boolean isLeased(long atMicros) {
            return state == JobState.ACTIVE && atMicros < expiresAtMicros;
        }
    }

    /** How many changes before a violation are shown with it. */
    private static final int SHOWN = 6;

    private final String queueId;
    private final List<Violation> violations;
    private final Map<String, Job> jobs = new HashMap<>();
    private long intervalMicros;
    private boolean ordered;
    private int concurrency;
    private boolean paused;
    private long retryAtMicros;
    private long lastReleaseMicros;
    private List<Change> before = List.of();

    QueueReplay(String queueId, List<Violation> violations) {
        this.queueId = queueId;
        this.violations = violations;
    }

    QueueReplay play(List<Change> changes) {
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            before = changes.subList(Math.max(0, i - SHOWN), i);
            check(
                    i == 0 || changes.get(i - 1).revision() < change.revision(),
                    "details, revisions",
                    "two changes of one number",
                    change);
            play(change);
        }
        return this;
    }

    /** How many jobs are in one of the states. */
    long count(JobState... states) {
        List<JobState> counted = List.of(states);
        return jobs.values().stream().filter(job -> counted.contains(job.state)).count();
    }

    private void check(boolean holds, String rule, String fault, Change change) {
        if (!holds) {
            violations.add(new Violation(rule, queueId + ": " + fault, change, before));
        }
    }

    private void play(Change change) {
        Deed deed = change.deed();
        if (deed instanceof Deed.Enqueued enqueued) {
            enqueued(enqueued, change);
        } else if (deed instanceof Deed.Released released) {
            released(released.job(), change);
        } else if (deed instanceof Deed.Ended ended) {
            ended(ended, change);
        } else if (deed instanceof Deed.Extended extended) {
            live(extended.jobId(), extended.token(), change)
                    .ifPresent(job -> job.expiresAtMicros = extended.expiresAtMicros());
        } else if (deed instanceof Deed.IntervalSet set) {
            intervalMicros = set.intervalMillis() * 1_000;
        } else if (deed instanceof Deed.Paused pause) {
            paused = pause.paused();
        }
    }

    private void enqueued(Deed.Enqueued enqueued, Change change) {
        EnqueueItem item = enqueued.item();
        check(!jobs.containsKey(item.jobId()), "rule 10", "a job that the queue held was enqueued again", change);
        Job job = new Job(item, change.revision());
        if (item.options().delayMicros() > 0) {
            job.state = JobState.SCHEDULED;
        }
        job.dueMicros = change.atMicros() + item.options().delayMicros();
        jobs.put(item.jobId(), job);
        long length = count(JobState.QUEUED, JobState.SCHEDULED);
        check(enqueued.length() == length, "rule 16", "the length is " + length, change);
        Integer longest = item.options().maxLength();
        check(longest == null || length <= longest, "rule 11", "the length is " + length, change);
        set(item.settings());
    }

    private void set(QueueChange settings) {
        Long interval = settings.intervalMillis();
        intervalMicros = interval == null ? intervalMicros : interval * 1_000;
        Boolean isOrdered = settings.ordered();
        ordered = isOrdered == null ? ordered : isOrdered;
        Integer cap = settings.concurrency();
        concurrency = cap == null ? concurrency : cap;
    }

    private void released(LeasedJob leased, Change change) {
        Job job = jobs.get(leased.jobId());
        if (job == null) {
            check(false, "rule 13", "a job that was not enqueued was released", change);
            return;
        }
        long at = change.atMicros();
        check(!job.isLeased(at), "rule 8", "a second lease while " + job.token + " lives", change);
        check(job.state != JobState.DEAD, "rule 13", "a job that is " + job.state + " was released", change);
        check(!job.waits() || job.mayGo(at), "rule 5", "it was in its place at " + job.dueMicros, change);
        check(leased.payload().equals(job.item.payload()), "rule 13", "the payload is another", change);
        check(leased.deliveries() == job.deliveries + 1, "rule 9", "it is delivery " + (job.deliveries + 1), change);
        check(
                lastReleaseMicros == 0 || at >= lastReleaseMicros + intervalMicros,
                "rule 2",
                "the last release was at " + lastReleaseMicros + ", the interval is " + intervalMicros,
                change);
        first(at)
                .ifPresent(first -> check(
                        first.place.compareTo(job.place) >= 0, "rule 5", first.item.jobId() + " comes first", change));
        check(!paused, "rule 15", "the queue is paused", change);
        checkActive(leased.token().nonce(), change);
        check(!ordered || at >= retryAtMicros, "rule 6", "a failed job waits until " + retryAtMicros, change);

        job.state = JobState.ACTIVE;
        job.deliveries++;
        job.token = leased.token();
        job.expiresAtMicros = leased.expiresAtMicros();
        lastReleaseMicros = at;
    }

    private void checkActive(long nonce, Change change) {
        List<Job> active = jobs.values().stream()
                .filter(job -> job.isLeased(change.atMicros()))
                .toList();
        check(concurrency == 0 || active.size() < concurrency, "rule 7", active.size() + " jobs are active", change);
        check(
                !ordered || active.stream().allMatch(other -> other.token != null && other.token.nonce() == nonce),
                "rule 6",
                "another job is active",
                change);
    }

    private Optional<Job> first(long atMicros) {
        return jobs.values().stream().filter(job -> job.mayGo(atMicros)).min(Comparator.comparing(job -> job.place));
    }

    private Optional<Job> live(String jobId, @Nullable LeaseToken token, Change change) {
        Job job = jobs.get(jobId);
        boolean isLive = job != null && job.isLeased(change.atMicros());
        check(isLive, "rule 8", "no lease is alive", change);
        if (job == null) {
            return Optional.empty();
        }
        check(token == null || token.equals(job.token), "rule 8", "the lease is " + job.token, change);
        return Optional.of(job);
    }

    private void ended(Deed.Ended ended, Change change) {
        live(ended.jobId(), ended.token(), change).ifPresent(job -> {
            job.token = null;
            switch (ended.fate()) {
                case FINISHED -> jobs.remove(ended.jobId());
                case RELEASED -> comeBack(job, 0, change.atMicros());
                case DEAD -> job.state = JobState.DEAD;
                case FAILED -> comeBack(job, ended.delayMicros(), change.atMicros());
            }
        });
    }

    private void comeBack(Job job, long delayMicros, long atMicros) {
        boolean queueWaits = ordered && delayMicros > 0;
        job.state = delayMicros > 0 && !queueWaits ? JobState.SCHEDULED : JobState.QUEUED;
        job.dueMicros = queueWaits ? atMicros : atMicros + delayMicros;
        retryAtMicros = queueWaits ? Math.max(retryAtMicros, atMicros + delayMicros) : retryAtMicros;
    }
}
