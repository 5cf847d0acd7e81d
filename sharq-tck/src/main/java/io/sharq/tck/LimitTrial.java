package io.sharq.tck;

import io.sharq.api.EnqueueStatus;
import io.sharq.api.Feature;
import io.sharq.api.LeaseStatus;
import io.sharq.api.limit.Costs;
import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitNames;
import io.sharq.api.limit.LimitPart;
import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Rate;
import io.sharq.api.limit.Used;
import io.sharq.spi.ConfigureLimitRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.DeleteLimitRequest;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.Hold;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.LimitChange;
import io.sharq.spi.QueueChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations on limits of a {@link Trial}, with default arguments. */
public final class LimitTrial {
    private final Trial trial;

    /**
     * The limits of a try.
     *
     * @param trial the try
     */
    public LimitTrial(Trial trial) {
        this.trial = trial;
    }

    /**
     * Whether the backend offers limits.
     *
     * @return whether it lists the feature
     */
    public boolean isOffered() {
        return trial.offers(Feature.LIMITS);
    }

    /**
     * Parts with a rate alone.
     *
     * @param units the units in a period
     * @param periodMillis the period
     * @param burst the burst
     * @return the parts
     */
    public static LimitParts rate(long units, long periodMillis, long burst) {
        return new LimitParts(null, new Rate(units, Duration.ofMillis(periodMillis), burst), null, null, null, 1_000L);
    }

    /**
     * Parts with a concurrency alone.
     *
     * @param jobs the most jobs under leases
     * @return the parts
     */
    public static LimitParts concurrency(int jobs) {
        return new LimitParts(null, null, null, jobs, null, null);
    }

    /**
     * Parts with an interval alone.
     *
     * @param millis the interval
     * @return the parts
     */
    public static LimitParts interval(long millis) {
        return new LimitParts(Duration.ofMillis(millis), null, null, null, null, null);
    }

    /**
     * Sets parts of a limit, which is made if it does not exist.
     *
     * @param limit its name
     * @param parts the parts
     * @return the reply
     */
    public ConfigureReply set(String limit, LimitParts parts) {
        return configure(limit, new LimitChange(parts, Set.of()), null, null);
    }

    /**
     * Ends a part of a limit.
     *
     * @param limit its name
     * @param part the part
     * @return the reply
     */
    public ConfigureReply end(String limit, LimitPart part) {
        return configure(limit, new LimitChange(LimitParts.NONE, Set.of(part)), null, null);
    }

    /**
     * Changes a limit.
     *
     * @param limit its name
     * @param change the parts that are set and ended
     * @param hold the change of its hold, or null
     * @param paused whether it is paused, or null
     * @return the reply
     */
    public ConfigureReply configure(String limit, LimitChange change, @Nullable Hold hold, @Nullable Boolean paused) {
        ConfigureLimitRequest request =
                new ConfigureLimitRequest(new LimitKey(Trial.TYPE, limit), change, hold, paused, false);
        return Trial.get(trial.backend().configureLimit(request));
    }

    /**
     * Enqueues jobs to a queue that draws from limits from then on.
     *
     * @param queueId the queue
     * @param count the number of jobs
     * @param limits the names of the limits
     */
    public void enqueue(String queueId, int count, String... limits) {
        for (int i = 0; i < count; i++) {
            enqueue(queueId, queueId + "-" + i, Costs.ONE, limits);
        }
    }

    /**
     * Enqueues a job to a queue that draws from limits from then on.
     *
     * @param queueId the queue
     * @param jobId the job
     * @param costs its costs
     * @param limits the names of the limits
     * @return the result
     */
    public EnqueueStatus enqueue(String queueId, String jobId, Costs costs, String... limits) {
        JobOptions options = new JobOptions(0, 0, -1, null, null, costs);
        return trial.enqueue(Trial.item(queueId, jobId, options, QueueChange.limits(LimitNames.of(limits))))
                .status();
    }

    /**
     * A cost of all limits.
     *
     * @param units the units
     * @return the costs
     */
    public static Costs cost(long units) {
        return new Costs(units, Map.of());
    }

    /**
     * Finishes a job and says what it used of a limit.
     *
     * @param job the job
     * @param limit the name of the limit
     * @param units the units
     * @return the status
     */
    public LeaseStatus finish(LeasedJob job, String limit, long units) {
        FinishItem item = new FinishItem(Trial.lease(job), null, Used.of(limit, units));
        return Trial.get(trial.backend().finish(new FinishRequest(Trial.TYPE, List.of(item), 0)))
                .get(0)
                .status();
    }

    /**
     * Describes a limit.
     *
     * @param limit its name
     * @return the description
     */
    public LimitDescription describe(String limit) {
        return Trial.get(trial.backend().describeLimit(new LimitKey(Trial.TYPE, limit)))
                .orElseThrow();
    }

    /**
     * Deletes a limit.
     *
     * @param limit its name
     * @return the result
     */
    public DeleteLimitStatus delete(String limit) {
        return Trial.get(trial.backend().deleteLimit(new DeleteLimitRequest(new LimitKey(Trial.TYPE, limit))))
                .status();
    }
}
