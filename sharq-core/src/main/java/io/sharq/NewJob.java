package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.limit.Costs;
import io.sharq.api.limit.LimitNames;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A job to enqueue. Immutable: each method returns a new instance.
 *
 * <p>The payload is any object that Jackson can write, a {@link com.fasterxml.jackson.databind.JsonNode}, or bytes (a
 * {@code byte[]} or a {@link io.sharq.api.Payload}), which are kept as they are.
 */
public final class NewJob {
    private final JobKey key;
    private final Object payload;
    private final Headers headers;
    private final JobOptions options;
    private final QueueChange settings;
    private final boolean hasRequeueLimit;

    private NewJob(
            JobKey key,
            Object payload,
            Headers headers,
            JobOptions options,
            QueueChange settings,
            boolean hasRequeueLimit) {
        this.key = key;
        this.payload = payload;
        this.headers = headers;
        this.options = options;
        this.settings = settings;
        this.hasRequeueLimit = hasRequeueLimit;
    }

    /**
     * A job with default options.
     *
     * @param type the queue type
     * @param queueId the queue id
     * @param jobId the job id, unique in its queue
     * @param payload the content
     * @return the job
     * @throws InvalidValueException if a name is invalid
     */
    public static NewJob of(String type, String queueId, String jobId, Object payload) {
        return of(JobKey.of(type, queueId, jobId), payload);
    }

    /**
     * A job of the default queue type, with default options.
     *
     * @param queueId the queue id
     * @param jobId the job id, unique in its queue
     * @param payload the content
     * @return the job, of the type {@link io.sharq.api.QueueKey#DEFAULT_TYPE}
     * @throws InvalidValueException if a name is invalid
     */
    public static NewJob of(String queueId, String jobId, Object payload) {
        return of(JobKey.of(queueId, jobId), payload);
    }

    /**
     * A job with default options.
     *
     * @param key the job
     * @param payload the content
     * @return the job
     */
    public static NewJob of(JobKey key, Object payload) {
        Bounds.required("job", key);
        Bounds.required("payload", payload);
        return new NewJob(key, payload, Headers.NONE, JobOptions.DEFAULT, QueueChange.NONE, false);
    }

    /**
     * Sets the queue's interval when this job is enqueued, unless the interval is pinned.
     *
     * @param interval the time between two releases in whole milliseconds, zero for no limit
     * @return a job with this setting
     */
    public NewJob interval(Duration interval) {
        return with(new QueueChange(
                Micros.intervalMillis(interval), settings.ordered(), settings.concurrency(), settings.limits()));
    }

    /**
     * Sets whether the queue is strictly first in, first out (rule 6) when this job is enqueued.
     *
     * @param ordered true for strict order
     * @return a job with this setting
     */
    public NewJob ordered(boolean ordered) {
        return with(new QueueChange(settings.intervalMillis(), ordered, settings.concurrency(), settings.limits()));
    }

    /**
     * Sets the queue's cap on active jobs (rule 7) when this job is enqueued.
     *
     * @param concurrency the cap, 0 for none
     * @return a job with this setting
     */
    public NewJob concurrency(int concurrency) {
        return with(new QueueChange(settings.intervalMillis(), settings.ordered(), concurrency, settings.limits()));
    }

    /**
     * Sets the limits that the queue draws from when this job is enqueued, unless it is pinned (rule 18). They replace those that
     * it draws from. An enqueue that names a limit that does not exist is refused.
     *
     * @param names the names of limits of its type, at most {@value io.sharq.api.limit.LimitBounds#MAX_LIMITS}; none for no limits
     * @return a job with this setting
     * @throws InvalidValueException if one is not an identifier or appears twice, or there are too many
     */
    public NewJob limits(String... names) {
        LimitNames limits = LimitNames.of(Bounds.required("limits", names));
        return with(new QueueChange(settings.intervalMillis(), settings.ordered(), settings.concurrency(), limits));
    }

    /**
     * Sets what the job costs of each limit for which no other cost is set (rule 18). A job costs one unit if nothing is said.
     *
     * @param units the units, 0 to {@value io.sharq.api.limit.LimitBounds#MAX_UNITS}
     * @return a job with this cost
     * @throws InvalidValueException if the number is out of range
     */
    public NewJob cost(long units) {
        return with(new Costs(units, options.costs().byLimit()));
    }

    /**
     * Sets what the job costs of one limit, such as the tokens of a request. An enqueue is refused if its queue does not draw from
     * the limit, or if the cost is above the limit's greatest one.
     *
     * @param limit the name of the limit
     * @param units the units, 0 to {@value io.sharq.api.limit.LimitBounds#MAX_UNITS}
     * @return a job with this cost
     * @throws InvalidValueException if the name or the number is invalid, or there are more than {@value
     *     io.sharq.api.limit.LimitBounds#MAX_LIMITS} such costs
     */
    public NewJob cost(String limit, long units) {
        Map<String, Long> byLimit = new HashMap<>(options.costs().byLimit());
        byLimit.put(Bounds.identifier("costs", limit), units);
        return with(new Costs(options.costs().cost(), byLimit));
    }

    private NewJob with(Costs costs) {
        JobOptions newOptions = new JobOptions(
                options.order(),
                options.delayMicros(),
                options.requeueLimit(),
                options.maxLength(),
                options.deadlineMicros(),
                costs);
        return with(newOptions, hasRequeueLimit);
    }

    /**
     * Sets the job's order inside its queue.
     *
     * @param order the rank, lower first, from -32768 to 32767
     * @return a job with this setting
     */
    public NewJob order(int order) {
        return with(
                new JobOptions(
                        order,
                        options.delayMicros(),
                        options.requeueLimit(),
                        options.maxLength(),
                        options.deadlineMicros(),
                        options.costs()),
                hasRequeueLimit);
    }

    /**
     * Schedules the job: it takes its place in the queue after a delay.
     *
     * @param delay the delay, in whole microseconds
     * @return a job with this setting
     */
    public NewJob delay(Duration delay) {
        return with(
                new JobOptions(
                        options.order(),
                        Micros.of("delay", delay),
                        options.requeueLimit(),
                        options.maxLength(),
                        options.deadlineMicros(),
                        options.costs()),
                hasRequeueLimit);
    }

    /**
     * Sets a deadline. A job that is not released by then is never released: it goes to the dead jobs with the reason
     * {@value io.sharq.api.DeadJob#DEADLINE} (rule 23). A lease that runs at the deadline is not affected.
     *
     * @param deadline the span from the enqueue in whole microseconds, at least one
     * @return a job with this setting
     */
    public NewJob deadline(Duration deadline) {
        return with(
                new JobOptions(
                        options.order(),
                        options.delayMicros(),
                        options.requeueLimit(),
                        options.maxLength(),
                        Micros.of("deadline", deadline),
                        options.costs()),
                hasRequeueLimit);
    }

    /**
     * Sets how often the job may be requeued after an expired or failed lease.
     *
     * @param limit the limit, -1 for always
     * @return a job with this setting
     */
    public NewJob requeueLimit(int limit) {
        return with(options.withRequeueLimit(limit), true);
    }

    /**
     * Sets the queue length beyond which the job is refused.
     *
     * @param length the greatest length of the queue, this job included, at least 1
     * @return a job with this setting
     */
    public NewJob maxQueueLength(int length) {
        return with(
                new JobOptions(
                        options.order(),
                        options.delayMicros(),
                        options.requeueLimit(),
                        length,
                        options.deadlineMicros(),
                        options.costs()),
                hasRequeueLimit);
    }

    /**
     * Sets all headers of the job, which it carries to its worker. Headers that were set before are dropped.
     *
     * @param newHeaders the headers
     * @return a job with these headers
     */
    public NewJob headers(Headers newHeaders) {
        Bounds.required("headers", newHeaders);
        return new NewJob(key, payload, newHeaders, options, settings, hasRequeueLimit);
    }

    /**
     * Sets one header of the job. A header of the same name is replaced, also if it is written in another case.
     *
     * @param name its name
     * @param value its value
     * @return a job with this header
     * @throws InvalidValueException if the name or the value is invalid, or there are too many
     */
    public NewJob header(String name, String value) {
        return headers(headers.with(name, value));
    }

    /**
     * Returns this job with another id.
     *
     * @param jobId the job id, unique in its queue
     * @return a job with that id
     * @throws InvalidValueException if it is not an identifier
     */
    public NewJob withId(String jobId) {
        return new NewJob(new JobKey(key.queue(), jobId), payload, headers, options, settings, hasRequeueLimit);
    }

    private NewJob with(QueueChange newSettings) {
        return new NewJob(key, payload, headers, options, newSettings, hasRequeueLimit);
    }

    private NewJob with(JobOptions newOptions, boolean newHasRequeueLimit) {
        return new NewJob(key, payload, headers, newOptions, settings, newHasRequeueLimit);
    }

    /**
     * The job.
     *
     * @return its queue and id
     */
    public JobKey key() {
        return key;
    }

    Object payload() {
        return payload;
    }

    Headers headers() {
        return headers;
    }

    QueueChange settings() {
        return settings;
    }

    JobOptions options(int defaultRequeueLimit) {
        return hasRequeueLimit ? options : options.withRequeueLimit(defaultRequeueLimit);
    }

    /** The key of the job, without its content. */
    @Override
    public String toString() {
        return "NewJob[" + key + "]";
    }
}
