package io.sharq.tck.differential;

import io.sharq.api.Feature;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.QueuePattern;
import io.sharq.api.limit.Costs;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitNames;
import io.sharq.api.limit.Used;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureLimitRequest;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DeleteLimitRequest;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.Hold;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LimitChange;
import io.sharq.spi.QueueChange;
import io.sharq.spi.SetDefaultsRequest;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.tck.Trial;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The steps of a sequence that concern limits, as static methods, for backends that offer them. */
public final class LimitSteps {
    private LimitSteps() {}

    private static String quoted(String... texts) {
        return Stream.of(texts).map(text -> '"' + text + '"').collect(Collectors.joining(", "));
    }

    private static Step step(String text, Function<Backend, CompletionStage<?>> call) {
        return new Step(text, pair -> pair.ask(call)).needing(Feature.LIMITS);
    }

    private static Step onLease(
            String text, String type, Lease lease, Function<LeaseRef, Function<Backend, CompletionStage<?>>> call) {
        return new Step(
                        text,
                        pair -> pair.askEach(
                                call.apply(pair.find(type, lease, true)), call.apply(pair.find(type, lease, false))))
                .needing(Feature.LIMITS);
    }

    private static ConfigureLimitRequest request(
            String type, String limit, LimitChange change, @Nullable Hold hold, @Nullable Boolean paused) {
        return new ConfigureLimitRequest(new LimitKey(type, limit), change, hold, paused, false);
    }

    /**
     * Changes the parts of a limit.
     *
     * @param type the type
     * @param limit the limit
     * @param parts the change
     * @return the step
     */
    public static Step limit(String type, String limit, LimitPartsOf parts) {
        ConfigureLimitRequest request = request(type, limit, parts.change(), null, null);
        return step(
                "limit(" + quoted(type, limit) + ", LimitPartsOf." + parts + ")",
                backend -> backend.configureLimit(request));
    }

    /**
     * Holds a limit, or lifts its hold.
     *
     * @param type the type
     * @param limit the limit
     * @param micros the span, or null to lift it
     * @return the step
     */
    public static Step holdLimit(String type, String limit, @Nullable Long micros) {
        Hold hold = micros == null ? Hold.LIFT : new Hold.Span(micros, "later");
        ConfigureLimitRequest request = request(type, limit, LimitChange.NONE, hold, null);
        String span = micros == null ? "null" : micros + "L";
        return step("holdLimit(" + quoted(type, limit) + ", " + span + ")", backend -> backend.configureLimit(request));
    }

    /**
     * Pauses a limit or resumes it.
     *
     * @param type the type
     * @param limit the limit
     * @param paused whether it is paused
     * @return the step
     */
    public static Step pauseLimit(String type, String limit, boolean paused) {
        ConfigureLimitRequest request = request(type, limit, LimitChange.NONE, null, paused);
        return step(
                "pauseLimit(" + quoted(type, limit) + ", " + paused + ")", backend -> backend.configureLimit(request));
    }

    /**
     * Has a queue draw from limits.
     *
     * @param type the type
     * @param queue the queue
     * @param limits the limits
     * @return the step
     */
    public static Step draw(String type, String queue, String... limits) {
        QueueChange change = QueueChange.limits(LimitNames.of(limits));
        ConfigureRequest request = new ConfigureRequest(new QueueKey(type, queue), change, null, null, false);
        String names = limits.length == 0 ? "" : ", " + quoted(limits);
        return step("draw(" + quoted(type, queue) + names + ")", backend -> backend.configure(request));
    }

    /**
     * Has the queues of a pattern draw from limits by default.
     *
     * @param type the type
     * @param pattern the pattern
     * @param limits the limits
     * @return the step
     */
    public static Step defaultLimits(String type, String pattern, String... limits) {
        QueueChange change = QueueChange.limits(LimitNames.of(limits));
        SetDefaultsRequest request = new SetDefaultsRequest(new QueuePattern(type, pattern), change, Set.of());
        String names = limits.length == 0 ? "" : ", " + quoted(limits);
        return step("defaultLimits(" + quoted(type, pattern) + names + ")", backend -> backend.setDefaults(request))
                .needing(Feature.DEFAULTS);
    }

    /**
     * Enqueues a job to a queue that draws from limits from then on.
     *
     * @param type the type
     * @param queue the queue
     * @param job the job
     * @param cost its cost
     * @param limits the limits
     * @return the step
     */
    public static Step enqueueTo(String type, String queue, String job, long cost, String... limits) {
        JobOptions options = new JobOptions(0, 0, -1, null, null, new Costs(cost, Map.of()));
        QueueChange change = QueueChange.limits(LimitNames.of(limits));
        EnqueueRequest request = new EnqueueRequest(type, List.of(Trial.item(queue, job, options, change)));
        String names = limits.length == 0 ? "" : ", " + quoted(limits);
        return step(
                "enqueueTo(" + quoted(type, queue, job) + ", " + cost + names + ")",
                backend -> backend.enqueue(request));
    }

    /**
     * Finishes a job and says what it used of a limit.
     *
     * @param type the type
     * @param lease its lease
     * @param limit the limit
     * @param used the units
     * @return the step
     */
    public static Step finishUsing(String type, Lease lease, String limit, long used) {
        return onLease(
                "finishUsing(" + quoted(type) + ", " + lease + ", " + quoted(limit) + ", " + used + ")",
                type,
                lease,
                ref -> backend -> backend.finish(
                        new FinishRequest(type, List.of(new FinishItem(ref, null, Used.of(limit, used))), 0)));
    }

    /**
     * Throttles a limit.
     *
     * @param type the type
     * @param lease a lease
     * @param limit the limit
     * @param retryAfter the time that the throttle names, or null
     * @return the step
     */
    public static Step throttleLimit(String type, Lease lease, String limit, @Nullable Long retryAfter) {
        String span = retryAfter == null ? "null" : retryAfter + "L";
        return onLease(
                "throttleLimit(" + quoted(type) + ", " + lease + ", " + quoted(limit) + ", " + span + ")",
                type,
                lease,
                ref -> backend -> backend.throttle(
                        new ThrottleRequest(type, List.of(new ThrottleItem(ref, retryAfter, limit)), 2_000_000)));
    }

    /**
     * Describes a limit.
     *
     * @param type the type
     * @param limit the limit
     * @return the step
     */
    public static Step describeLimit(String type, String limit) {
        LimitKey key = new LimitKey(type, limit);
        return step("describeLimit(" + quoted(type, limit) + ")", backend -> backend.describeLimit(key));
    }

    /**
     * Deletes a limit.
     *
     * @param type the type
     * @param limit the limit
     * @return the step
     */
    public static Step deleteLimit(String type, String limit) {
        DeleteLimitRequest request = new DeleteLimitRequest(new LimitKey(type, limit));
        return step("deleteLimit(" + quoted(type, limit) + ")", backend -> backend.deleteLimit(request));
    }

    /**
     * Lists the limits of a type.
     *
     * @param type the type
     * @return the step
     */
    public static Step limits(String type) {
        return step("limits(" + quoted(type) + ")", backend -> backend.limits(type, PageRequest.first(100)));
    }
}
