package io.sharq.tck.model;

import io.sharq.api.DequeueFrom;
import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.rules.Readiness;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rules 2, 4, 5, 6 and 12: the dequeue. */
final class Dequeues {
    private Dequeues() {}

    static DequeueReply dequeue(Now now, DequeueRequest request, PartitionOrder order) {
        List<ModelJob> before = now.type().dequeues.get(request.nonce());
        if (before != null) {
            List<LeasedJob> again = before.stream().map(job -> leased(now, job)).toList();
            return new DequeueReply(again, OptionalLong.empty(), now.stamp());
        }
        if (now.type().paused) {
            return new DequeueReply(List.of(), OptionalLong.empty(), now.stamp());
        }
        List<ModelJob> jobs = new ArrayList<>();
        List<LeasedJob> leased = new ArrayList<>();
        Optional<ModelQueue> queue = next(now, request.from(), null, order.at(0));
        while (queue.isPresent() && jobs.size() < request.count()) {
            ModelJob job = release(now, queue.get(), request);
            jobs.add(job);
            leased.add(leased(now, job));
            queue = next(now, request.from(), queue.get(), order.at(jobs.size()));
        }
        jobs.forEach(
                job -> job.queue.takeTurn(false, false, now.at(), now.type().revision()));
        if (!jobs.isEmpty()) {
            now.type().dequeues.put(request.nonce(), jobs);
        }
        boolean isNamed = jobs.size() < request.count() || request.namesNext();
        OptionalLong next = isNamed ? nextReady(now, request.from()) : OptionalLong.empty();
        return new DequeueReply(leased, next, now.stamp());
    }

    private static Optional<ModelQueue> next(
            Now now, DequeueFrom from, @Nullable ModelQueue last, Predicate<ModelQueue> isInPartition) {
        if (from instanceof DequeueFrom.Queue named) {
            return now.type().find(named.id(), now.at()).filter(queue -> mayRelease(now, queue));
        }
        if (from instanceof DequeueFrom.OneQueue && last != null) {
            return Optional.of(last).filter(queue -> mayRelease(now, queue));
        }
        return now.turns().first(isInPartition);
    }

    private static boolean mayRelease(Now now, ModelQueue queue) {
        return now.turns().readyByName(queue) <= now.at();
    }

    private static ModelJob release(Now now, ModelQueue queue, DequeueRequest request) {
        queue.promote(now.at());
        ModelJob job = queue.in(JobState.QUEUED).get(0);
        long revision = now.change();
        job.state = JobState.ACTIVE;
        job.deliveries++;
        job.token = new LeaseToken(revision, request.nonce());
        job.consumer = request.consumer();
        job.until = now.at() + request.leaseMicros();
        queue.lastRelease = now.at();
        for (ModelLimit limit : now.type().limitsOf(queue)) {
            long cost = job.costs.of(limit.name);
            job.taken.put(limit.name, cost);
            limit.release(revision, cost, now.instant());
        }
        queue.counts.dequeued(now.wall());
        now.type().counts.dequeued(now.wall());
        queue.takeTurn(true, true, now.at(), revision);
        return job;
    }

    private static OptionalLong nextReady(Now now, DequeueFrom from) {
        long next = from instanceof DequeueFrom.Queue named
                ? now.type()
                        .find(named.id(), now.at())
                        .map(now.turns()::readyByName)
                        .orElse(Readiness.NEVER)
                : now.turns().earliest();
        return next == Readiness.NEVER ? OptionalLong.empty() : OptionalLong.of(now.toWall(next));
    }

    private static LeasedJob leased(Now now, ModelJob job) {
        return new LeasedJob(
                job.queue.id,
                job.id,
                job.payload,
                job.headers,
                Objects.requireNonNull(job.token),
                now.toWall(job.until),
                job.deliveries,
                job.requeues,
                job.limit,
                job.queue.length());
    }
}
