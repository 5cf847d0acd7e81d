package io.sharq.migration;

import io.sharq.NewJob;
import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.QueueKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts jobs of one queue to new jobs of the target. */
final class JobConversion {
    /** The result for one job. */
    sealed interface Result {
        /**
         * A job that the target takes.
         *
         * @param job the job
         * @param remarks what was changed about it
         */
        record Movable(NewJob job, List<FindingKind> remarks) implements Result {}

        /**
         * A job that is set aside.
         *
         * @param reason why
         */
        record Aside(FindingKind reason) implements Result {}
    }

    private final QueueKey queue;
    private final Interval interval;
    private final int maxPayloadSize;

    JobConversion(QueueKey queue, Interval interval, int maxPayloadSize) {
        this.queue = queue;
        this.interval = interval;
        this.maxPayloadSize = maxPayloadSize;
    }

    Result convert(OriginalJob job) {
        JobKey key;
        try {
            key = new JobKey(queue, job.id());
        } catch (InvalidValueException e) {
            return new Result.Aside(FindingKind.REFUSED_JOB);
        }
        byte[] stored = job.payload();
        if (stored == null) {
            return new Result.Aside(FindingKind.NO_PAYLOAD);
        }
        List<FindingKind> remarks = new ArrayList<>();
        DecodedPayload payload = PayloadDecoding.decode(stored);
        if (payload.content().size() > maxPayloadSize) {
            return new Result.Aside(FindingKind.OVERSIZED);
        }
        if (payload instanceof DecodedPayload.Undecodable) {
            remarks.add(FindingKind.UNDECODABLE);
        } else if (!(payload instanceof DecodedPayload.Json)) {
            remarks.add(FindingKind.NOT_JSON);
        }
        NewJob converted = NewJob.of(key, payload.content());
        if (interval instanceof Interval.Known known) {
            converted = converted.interval(known.span());
        }
        return new Result.Movable(limited(converted, job.limit(), remarks), remarks);
    }

    private static NewJob limited(NewJob job, @Nullable String stored, List<FindingKind> remarks) {
        BigInteger limit = wholeNumber(stored);
        if (limit == null) {
            remarks.add(FindingKind.NO_LIMIT);
            return job;
        }
        BigInteger within =
                limit.min(BigInteger.valueOf(Bounds.MAX_COUNT)).max(BigInteger.valueOf(Bounds.REQUEUE_ALWAYS));
        if (!within.equals(limit)) {
            remarks.add(FindingKind.CLAMPED_LIMIT);
        }
        return job.requeueLimit(within.intValueExact());
    }

    private static @Nullable BigInteger wholeNumber(@Nullable String stored) {
        if (stored == null || !stored.matches("-?\\d{1,30}")) {
            return null;
        }
        return new BigInteger(stored);
    }
}
