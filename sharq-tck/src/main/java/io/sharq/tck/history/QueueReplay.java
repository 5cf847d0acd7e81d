package io.sharq.tck.history;

import io.sharq.api.Bounds;
import io.sharq.api.ChangeStatus;
import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.rules.Place;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Replays the changes of one queue in the order of their revisions, and records violations of the rules. */
final class QueueReplay {
    /** The number of changes before a violation that are reported with it. */
    private static final int SHOWN = 6;

    /** The bounds of a number of jobs that is not known exactly. */
    record Range(long least, long most) {
        boolean holds(long count) {
            return least <= count && count <= most;
        }
    }

    private final String queueId;
    private final List<Violation> violations;
    private final List<Call> lostDequeues;
    private final Map<String, ReplayedJob> jobs = new HashMap<>();
    private final Set<String> finished = new HashSet<>();
    private final Set<String> cleared = new HashSet<>();
    private final Map<String, Long> rememberedUntilMicros = new HashMap<>();
    private PossibleEffects doubts = PossibleEffects.of(List.of());
    private LostReleases unseen = LostReleases.of(List.of(), List.of());
    private long intervalMicros;
    private boolean isOfNewInterval;
    private boolean ordered;
    private int concurrency;
    private boolean paused;
    private long heldUntilMicros;
    private long retryAtMicros;
    private long lastReleaseMicros;
    private long lastTokenNumber;
    private List<Change> before = List.of();

    QueueReplay(String queueId, List<Violation> violations, List<Call> lostDequeues) {
        this.queueId = queueId;
        this.violations = violations;
        this.lostDequeues = lostDequeues;
    }

    QueueReplay play(List<Change> changes) {
        doubts = PossibleEffects.of(changes);
        unseen = LostReleases.of(changes, lostDequeues);
        Change last = null;
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            before = changes.subList(Math.max(0, i - SHOWN), i);
            if (!change.isSeenOnly()) {
                check(
                        last == null || last.revision() < change.revision(),
                        "I11 (details, revisions)",
                        "two changes of one number",
                        change);
                last = change;
            }
            play(change);
        }
        return this;
    }

    /** The number of jobs in one of the states at an instant. */
    Range count(long atMicros, JobState... states) {
        List<JobState> counted = List.of(states);
        Predicate<ReplayedJob> anywhere = job ->
                job.isAnywhere(atMicros) || doubts.mayHaveEnded(job.token) || doubts.mayHaveCancelled(job.item.jobId());
        return range(anywhere.negate().and(job -> counted.contains(job.state)), anywhere);
    }

    /** The number of jobs that the queue holds, in any state. */
    Range countHeld() {
        return range(job -> !job.isUnsure, job -> job.isUnsure);
    }

    private Range range(Predicate<ReplayedJob> sure, Predicate<ReplayedJob> perhaps) {
        long least = jobs.values().stream().filter(sure).count();
        long most = least + jobs.values().stream().filter(perhaps).count() + doubts.jobsThatMayBeThere();
        return new Range(least, most);
    }

    private void check(boolean holds, String rule, String fault, Change change) {
        if (!holds) {
            violations.add(new Violation(rule, queueId + ": " + fault, change, before));
        }
    }

    private void play(Change change) {
        QueueEffect deed = change.deed();
        if (deed instanceof QueueEffect.Enqueued enqueued) {
            enqueued(enqueued, change);
        } else if (deed instanceof QueueEffect.Released released) {
            released(released.job(), change);
        } else if (deed instanceof QueueEffect.Ended ended) {
            ended(ended, change);
        } else if (deed instanceof QueueEffect.Throttled throttled) {
            ended(throttled.ended(), change);
            heldUntilMicros = Math.max(heldUntilMicros, throttled.heldUntilMicros());
        } else if (deed instanceof QueueEffect.Cancelled cancel) {
            cancelled(cancel.jobId(), change);
        } else if (deed instanceof QueueEffect.Changed made) {
            changed(made.item(), change);
        } else if (deed instanceof QueueEffect.Extended extended) {
            extended(extended, change);
        } else if (deed instanceof QueueEffect.IntervalSet set) {
            setInterval(set.intervalMillis());
        } else if (deed instanceof QueueEffect.Paused pause) {
            paused = pause.paused();
        } else if (deed instanceof QueueEffect.Cleared clear) {
            cleared(clear, change);
        } else if (deed instanceof QueueEffect.Seen seen) {
            seen(seen, change);
        }
    }

    private void extended(QueueEffect.Extended extended, Change change) {
        ReplayedJob job = jobs.get(extended.jobId());
        if (job != null && change.call().isUnclear() && Objects.equals(job.token, extended.token())) {
            // The attempt with the lost reply may have extended the lease before.
            job.expiresAtMicros = Math.max(job.expiresAtMicros, extended.expiresAtMicros());
        } else {
            live(extended.jobId(), extended.token(), change)
                    .ifPresent(live -> live.expiresAtMicros = extended.expiresAtMicros());
        }
    }

    private void setInterval(long millis) {
        isOfNewInterval |= intervalMicros != millis * 1_000;
        intervalMicros = millis * 1_000;
    }

    private void enqueued(QueueEffect.Enqueued enqueued, Change change) {
        EnqueueItem item = enqueued.item();
        boolean isRemembered = rememberedUntilMicros.getOrDefault(item.jobId(), 0L) > change.atMicros();
        ReplayedJob known = jobs.get(item.jobId());
        check(
                (known == null || known.isUnsure) && !isRemembered,
                "I2 (rule 10)",
                "a job that the queue held was enqueued again",
                change);
        finished.remove(item.jobId());
        cleared.remove(item.jobId());
        put(item, new Place(item.options().order(), change.revision()), change);
        Range length = count(change.atMicros(), JobState.QUEUED, JobState.SCHEDULED);
        check(length.holds(enqueued.length()), "I10 (rule 16)", "the length is " + length, change);
        Integer longest = item.options().maxLength();
        check(longest == null || length.least() <= longest, "I12 (rule 11)", "the length is " + length, change);
    }

    private ReplayedJob put(EnqueueItem item, @Nullable Place place, Change change) {
        ReplayedJob job = new ReplayedJob(item, place);
        long delayMicros = place == null ? 0 : item.options().delayMicros();
        if (delayMicros > 0) {
            job.state = JobState.SCHEDULED;
        }
        job.dueMicros = change.atMicros() + delayMicros;
        job.mayHaveBeenOut = unseen.mayFollow(change);
        jobs.put(item.jobId(), job);
        long intervalBefore = intervalMicros;
        set(item.settings());
        if (place == null) {
            // The enqueue's instant is unknown, so a later call may have set the interval since.
            intervalMicros = Math.min(intervalMicros, intervalBefore);
        }
        return job;
    }

    private void set(QueueChange settings) {
        Long interval = settings.intervalMillis();
        if (interval != null) {
            setInterval(interval);
        }
        Boolean isOrdered = settings.ordered();
        ordered = isOrdered == null ? ordered : isOrdered;
        Integer cap = settings.concurrency();
        concurrency = cap == null ? concurrency : cap;
    }

    private void seen(QueueEffect.Seen seen, Change change) {
        if (seen instanceof QueueEffect.Appeared appeared) {
            appeared(appeared.item().jobId(), change);
        } else if (seen instanceof QueueEffect.Duplicate duplicate) {
            String id = duplicate.jobId();
            boolean isRemembered = rememberedUntilMicros.getOrDefault(id, 0L) > change.atMicros();
            check(
                    jobs.containsKey(id) || doubts.mayHold(id) || isRemembered,
                    "I2 (rule 10)",
                    "a job that the queue did not hold was refused",
                    change);
        } else if (seen instanceof QueueEffect.Full full) {
            Integer longest = full.item().options().maxLength();
            Range length = count(change.atMicros(), JobState.QUEUED, JobState.SCHEDULED);
            check(longest != null && longest <= length.most(), "I12 (rule 11)", "the length is " + length, change);
        } else if (seen instanceof QueueEffect.Refused refused) {
            ReplayedJob job = jobs.get(refused.jobId());
            check(
                    job == null
                            || !isSurelyLeased(job, change.atMicros())
                            || !Objects.equals(job.token, refused.token()),
                    "I5 (rule 8)",
                    "a lease that lives was refused",
                    change);
        } else if (seen instanceof QueueEffect.PerhapsEnded perhaps) {
            perhapsEnded(perhaps.ended());
        } else if (seen instanceof QueueEffect.PerhapsCancelled perhaps) {
            Optional.ofNullable(jobs.get(perhaps.jobId())).ifPresent(job -> job.isUnsure = true);
        } else if (seen instanceof QueueEffect.NotWaiting refused) {
            notWaiting(refused, change);
        }
    }

    private void notWaiting(QueueEffect.NotWaiting refused, Change change) {
        String id = refused.jobId();
        ReplayedJob job = jobs.get(id);
        String fault = "it was refused as " + refused.status() + ", though ";
        if (job == null) {
            boolean isNotThere =
                    refused.status() == ChangeStatus.NOT_FOUND || refused.status() == ChangeStatus.FINISHED;
            check(isNotThere || doubts.mayHold(id), "I19 (rule 25)", fault + "the queue does not hold it", change);
            return;
        }
        boolean isWaiting = job.waits() && job.isSurelyThere() && !doubts.mayHaveCancelled(id);
        check(!isWaiting, "I19 (rule 25)", fault + "it waits", change);
        boolean isLeased = isSurelyLeased(job, change.atMicros());
        check(!isLeased || refused.status() == ChangeStatus.LEASED, "I19 (rule 25)", fault + "its lease lives", change);
    }

    /** The job of a cancel or a change that was made: it must have waited. */
    private Optional<ReplayedJob> waiting(String jobId, Change change) {
        ReplayedJob known = jobs.get(jobId);
        ReplayedJob job = known == null ? appeared(jobId, change) : known;
        if (job == null) {
            check(false, "I2 (rule 25)", "a job that the queue did not hold was changed", change);
            return Optional.empty();
        }
        check(
                !isSurelyLeased(job, change.atMicros()),
                "I4 (rule 25)",
                "it was changed while " + job.token + " lives",
                change);
        check(
                job.isUnsure || job.state != JobState.DEAD,
                "I9 (rule 25)",
                "a job that is " + job.state + " was changed",
                change);
        return Optional.of(job);
    }

    private void cancelled(String jobId, Change change) {
        waiting(jobId, change).ifPresent(job -> {
            jobs.remove(jobId);
            cleared.add(jobId);
        });
    }

    private void changed(ChangeItem item, Change change) {
        waiting(item.job().jobId(), change).ifPresent(job -> {
            Payload payload = item.payload();
            if (payload != null) {
                EnqueueItem old = job.item;
                job.item = new EnqueueItem(
                        old.queueId(), old.jobId(), payload, old.headers(), old.options(), old.settings());
            }
            Integer order = item.order();
            if (order != null && job.place != null) {
                job.place = new Place(order, job.place.sequence());
            }
            if (!job.waits()) {
                // A requeue, or a call with a lost reply, has ended its lease.
                job.isUnsure = true;
            } else if (item.delayMicros() != null) {
                job.state = item.delayMicros() > 0 ? JobState.SCHEDULED : JobState.QUEUED;
                job.dueMicros = change.atMicros() + item.delayMicros();
            }
        });
    }

    /**
     * Adds a job whose enqueue lost its reply, since it must have been enqueued by now. Returns null if none was lost,
     * or if the id is already known.
     */
    private @Nullable ReplayedJob appeared(String jobId, Change change) {
        Optional<EnqueueItem> appeared = doubts.take(jobId);
        boolean isAnothers = jobs.containsKey(jobId) || finished.contains(jobId) || cleared.contains(jobId);
        return appeared.isEmpty() || isAnothers ? null : put(appeared.get(), null, change);
    }

    private void perhapsEnded(QueueEffect.Ended ended) {
        ReplayedJob job = jobs.get(ended.jobId());
        if (job == null || !Objects.equals(job.token, ended.token())) {
            return;
        }
        job.isUnsure = true;
        if (ended.fate() == QueueEffect.Fate.FAILED) {
            job.mostRequeues++;
        }
    }

    private boolean isSurelyLeased(ReplayedJob job, long atMicros) {
        return job.isLeased(atMicros) && !job.isUnsure && !doubts.mayHaveEnded(job.token);
    }

    private void released(LeasedJob leased, Change change) {
        ReplayedJob known = jobs.get(leased.jobId());
        ReplayedJob job = known == null ? appeared(leased.jobId(), change) : known;
        check(
                !finished.contains(leased.jobId()) || job != null,
                "I3 (rule 13)",
                "a job that was finished was released",
                change);
        check(
                !cleared.contains(leased.jobId()),
                "I17 (rule 13)",
                "a job that was cleared or cancelled was released",
                change);
        if (job == null) {
            check(false, "I2 (rule 13)", "a job that was not enqueued was released", change);
            return;
        }
        if (job.place == null && leased.requeueLimit() != job.limit()) {
            doubts.withLimit(leased.jobId(), leased.requeueLimit()).ifPresent(item -> job.item = item);
        }
        checkJob(job, leased, change);
        checkQueue(job, change);
        checkActive(leased.token().nonce(), change);

        job.state = JobState.ACTIVE;
        job.isUnsure = false;
        job.mayHaveBeenOut = unseen.mayFollow(change);
        job.deliveries = leased.deliveries();
        job.leastRequeues = leased.requeues();
        job.mostRequeues = leased.requeues();
        job.token = leased.token();
        job.expiresAtMicros = leased.expiresAtMicros();
        lastReleaseMicros = change.atMicros();
        isOfNewInterval = false;
        lastTokenNumber = leased.token().number();
        Range length = count(change.atMicros(), JobState.QUEUED, JobState.SCHEDULED);
        // The reply to a retry reports the length at the time of the retry.
        boolean isOfThen = change.call().isUnclear() || length.holds(leased.queueLength());
        check(isOfThen, "I10 (rule 16)", "the length is " + length, change);
    }

    private void checkJob(ReplayedJob job, LeasedJob leased, Change change) {
        long at = change.atMicros();
        check(!isSurelyLeased(job, at), "I4 (rule 8)", "a second lease while " + job.token + " lives", change);
        check(
                leased.token().number() > lastTokenNumber,
                "I5 (details, leases)",
                "the lease before had the number " + lastTokenNumber,
                change);
        check(
                job.isUnsure || job.state != JobState.DEAD,
                "I9 (rule 14)",
                "a job that is " + job.state + " was released",
                change);
        check(
                job.isUnsure || !job.waits() || job.mayGo(at) || doubts.mayHaveChanged(leased.jobId()),
                "I8 (rule 5)",
                "it was in its place at " + job.dueMicros,
                change);
        check(
                leased.payload().equals(job.item.payload()) || doubts.mayHavePayload(leased.jobId(), leased.payload()),
                "I2 (rule 13)",
                "the payload is another",
                change);
        int unseenReleases = unseen.before(change);
        int delivery = job.deliveries + unseenReleases + 1;
        check(leased.deliveries() == delivery, "I9 (rule 9)", "it is delivery " + delivery, change);
        int expired = job.state == JobState.ACTIVE && at >= job.expiresAtMicros ? 1 : 0;
        boolean isDoubtful = job.isUnsure || doubts.mayHaveEnded(job.token);
        Range requeues = new Range(
                job.leastRequeues + unseenReleases + (isDoubtful ? 0 : expired),
                job.mostRequeues + unseenReleases + (isDoubtful ? 1 : expired));
        check(requeues.holds(leased.requeues()), "I9 (rule 9)", "its requeues are " + requeues, change);
        check(
                job.limit() == Bounds.REQUEUE_ALWAYS || leased.requeues() <= job.limit(),
                "I9 (rule 9)",
                "its limit is " + job.limit(),
                change);
        check(leased.requeueLimit() == job.limit(), "I9 (rule 9)", "its limit is " + job.limit(), change);
    }

    private void checkQueue(ReplayedJob job, Change change) {
        long at = change.atMicros();
        check(
                lastReleaseMicros == 0
                        || at >= lastReleaseMicros + doubts.leastInterval(intervalMicros, change.revision()),
                isOfNewInterval ? "I7 (rules 2 and 3)" : "I6 (rule 2)",
                "the last release was at " + lastReleaseMicros + ", the interval is " + intervalMicros,
                change);
        check(at >= heldUntilMicros, "I12 (rule 22)", "the queue is held until " + heldUntilMicros, change);
        Place place = job.place;
        if (place != null && !doubts.mayHaveChanged(job.item.jobId())) {
            first(at)
                    .ifPresent(first -> check(
                            Objects.requireNonNull(first.place).compareTo(place) >= 0,
                            "I8 (rule 5)",
                            first.item.jobId() + " comes first",
                            change));
        }
        check(!paused || doubts.mayHaveResumed(change.revision()), "I12 (rule 15)", "the queue is paused", change);
        check(!ordered || at >= retryAtMicros, "I8 (rule 6)", "a failed job waits until " + retryAtMicros, change);
    }

    private void checkActive(long nonce, Change change) {
        List<ReplayedJob> active = jobs.values().stream()
                .filter(job -> isSurelyLeased(job, change.atMicros()))
                .toList();
        check(
                concurrency == 0 || active.size() < concurrency,
                "I12 (rule 7)",
                active.size() + " jobs are active",
                change);
        check(
                !ordered || active.stream().allMatch(other -> other.token != null && other.token.nonce() == nonce),
                "I12 (rule 6)",
                "another job is active",
                change);
    }

    private Optional<ReplayedJob> first(long atMicros) {
        return jobs.values().stream()
                .filter(job -> job.place != null && job.isSurelyThere() && job.mayGo(atMicros))
                .filter(job -> !doubts.mayHaveCancelled(job.item.jobId()) && !doubts.mayHaveChanged(job.item.jobId()))
                .min(Comparator.comparing(job -> Objects.requireNonNull(job.place)));
    }

    private Optional<ReplayedJob> live(String jobId, @Nullable LeaseToken token, Change change) {
        ReplayedJob job = jobs.get(jobId);
        boolean isLive = job != null && job.isLeased(change.atMicros());
        check(isLive, finished.contains(jobId) ? "I3 (rule 8)" : "I5 (rule 8)", "no lease is alive", change);
        if (job == null) {
            return Optional.empty();
        }
        check(token == null || token.equals(job.token), "I5 (rule 8)", "the lease is " + job.token, change);
        return Optional.of(job);
    }

    private void ended(QueueEffect.Ended ended, Change change) {
        live(ended.jobId(), ended.token(), change).ifPresent(job -> {
            job.token = null;
            job.isUnsure = false;
            switch (ended.fate()) {
                case FINISHED -> {
                    jobs.remove(ended.jobId());
                    finished.add(ended.jobId());
                    rememberedUntilMicros.put(ended.jobId(), change.atMicros() + ended.retentionMicros());
                }
                case RELEASED -> comeBack(job, 0, change.atMicros());
                case DEAD -> {
                    check(
                            job.limit() != Bounds.REQUEUE_ALWAYS && job.mostRequeues >= job.limit(),
                            "I9 (rule 9)",
                            "it died after " + job.mostRequeues + " requeues of " + job.limit(),
                            change);
                    job.state = JobState.DEAD;
                }
                case FAILED -> {
                    check(
                            job.limit() == Bounds.REQUEUE_ALWAYS || job.leastRequeues < job.limit(),
                            "I9 (rule 9)",
                            "it came back after " + job.leastRequeues + " requeues of " + job.limit(),
                            change);
                    job.requeuedOnce();
                    comeBack(job, ended.delayMicros(), change.atMicros());
                }
            }
        });
    }

    private void comeBack(ReplayedJob job, long delayMicros, long atMicros) {
        boolean queueWaits = ordered && delayMicros > 0;
        job.state = delayMicros > 0 && !queueWaits ? JobState.SCHEDULED : JobState.QUEUED;
        job.dueMicros = queueWaits ? atMicros : atMicros + delayMicros;
        retryAtMicros = queueWaits ? Math.max(retryAtMicros, atMicros + delayMicros) : retryAtMicros;
    }

    /** Removes cleared jobs. The reply does not name the jobs; a step that left none removed all that waited. */
    private void cleared(QueueEffect.Cleared step, Change change) {
        Range waiting = count(change.atMicros(), JobState.QUEUED, JobState.SCHEDULED);
        boolean isRight = step.more() ? step.jobs() < waiting.most() : waiting.holds(step.jobs());
        check(isRight || change.call().isUnclear(), "I10 (clear)", waiting + " jobs waited", change);
        for (ReplayedJob job : List.copyOf(jobs.values())) {
            if (job.waits() && job.isSurelyThere() && !step.more()) {
                jobs.remove(job.item.jobId());
                cleared.add(job.item.jobId());
            } else if (job.waits() || job.isAnywhere(change.atMicros())) {
                job.isUnsure = true;
            }
        }
    }
}
