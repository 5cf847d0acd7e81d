package io.sharq.spi;

import io.sharq.api.BackendException;
import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.EnqueueResult;
import io.sharq.api.Feature;
import io.sharq.api.Health;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Registration;
import io.sharq.api.WaitingJob;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A store of queues that keeps the rules of SharQ. Each method is one operation, whole and atomic: it happens entirely
 * or not at all, and takes effect at one instant of the backend's own clock (rule 1). Of a batch, that goes for each item;
 * another client's call may come between two (rule 12).
 *
 * <p>A stage completes with the answer or with an {@link io.sharq.api.BackendException} that says whether the operation
 * may have happened. What can be expected, a duplicate or a lost lease, is an answer. Batches answer in the order of
 * their items. A stage may complete on a thread of the backend's own, which a caller must not block.
 *
 * <p>A backend keeps rules 1 to 17, and those of the {@linkplain #features features} that it lists. The operations of a
 * feature that it does not list fail by default as {@link io.sharq.api.Outcome#REJECTED}.
 *
 * <p>Implementations are thread-safe. Extend the conformance kit's test class to prove one.
 */
public interface Backend extends AutoCloseable {
    /**
     * Lists the parts of the contract beyond rules 1 to 17 that this backend offers.
     *
     * @return the features; the same during the life of the backend
     */
    Set<Feature> features();

    /**
     * Enqueues jobs (rules 3, 5, 10, 11 and 12).
     *
     * @param request the jobs
     * @return one result for each
     */
    CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request);

    /**
     * Releases jobs that may go now, from the queues that have been ready longest (rules 2 and 4 to 7, 12, 15).
     *
     * @param request how many, and from where
     * @return the jobs, or when to ask again
     */
    CompletionStage<DequeueReply> dequeue(DequeueRequest request);

    /**
     * Ends leases whose work is done; the jobs are gone, or {@code FINISHED} for a while (rules 8 and 12). A backend that
     * does not list {@link Feature#RESULTS} refuses a request with results as {@link io.sharq.api.Outcome#REJECTED}.
     *
     * @param request the leases
     * @return one result for each
     */
    CompletionStage<List<LeaseResult>> finish(FinishRequest request);

    /**
     * Ends leases whose work failed; the jobs come back to their places, perhaps after a delay, or die (rules 5, 8, 9).
     *
     * @param request the leases
     * @return one result for each
     */
    CompletionStage<List<FailResult>> fail(FailRequest request);

    /**
     * Ends leases whose work was not begun; the jobs come back to their places and nothing is counted (rules 5, 8, 9).
     *
     * @param request the leases
     * @return one result for each
     */
    CompletionStage<List<LeaseResult>> release(ReleaseRequest request);

    /**
     * Prolongs leases (rule 8).
     *
     * @param request the leases
     * @return one result for each
     */
    CompletionStage<List<ExtendResult>> extend(ExtendRequest request);

    /**
     * Does a step of upkeep of one type (rules 9, 13 and 14).
     *
     * @param request the type and the size of the step
     * @return what was done
     */
    CompletionStage<RequeueReply> requeue(RequeueRequest request);

    /**
     * Lists the types in which a requeue may find something to do now (rules 9, 13 and 14), so that upkeep costs nothing
     * for the others. A type in which a lease has expired is listed from that instant on until a requeue of it finds
     * nothing more. What else is due is listed within an hour. A type in which nothing is due may be listed once, and not
     * again after a requeue.
     *
     * <p>Clients that share a store may share the work: a type that was listed may be kept from the listings of others for
     * at most a second, in which the client that got it is to requeue it.
     *
     * @param request which part
     * @return the types
     */
    CompletionStage<DueReply> due(DueRequest request);

    /**
     * Changes the settings of a queue (rules 3, 6, 7 and 15).
     *
     * @param request the settings
     * @return whether the queue was found or made
     */
    CompletionStage<ConfigureReply> configure(ConfigureRequest request);

    /**
     * Pauses or resumes a queue or a type (rule 15).
     *
     * @param request which
     * @return when it took effect
     */
    CompletionStage<ConfigureReply> pause(PauseRequest request);

    /**
     * Changes the defaults that a type has for the queues of a pattern (rule 24). Every release after the stage has completed
     * goes by the new ones. Meanwhile a queue goes by the old or the new ones. A type has at most {@link
     * io.sharq.api.Bounds#MAX_PATTERNS} patterns; one more is refused as {@link io.sharq.api.Outcome#REJECTED}. Part of
     * {@link Feature#DEFAULTS}.
     *
     * @param request the pattern and its defaults
     * @return whether the type has or had defaults for the pattern
     */
    default CompletionStage<ConfigureReply> setDefaults(SetDefaultsRequest request) {
        return NotOffered.fail("setDefaults", Feature.DEFAULTS);
    }

    /**
     * Lists the defaults of a type. Part of {@link Feature#DEFAULTS}.
     *
     * @param type the queue type
     * @return the defaults of each pattern, in the order of the patterns
     */
    default CompletionStage<List<QueueDefaults>> defaults(String type) {
        return NotOffered.fail("defaults", Feature.DEFAULTS);
    }

    /**
     * Describes a queue.
     *
     * @param queue the queue
     * @return the description, or empty if nothing of the queue is kept
     */
    CompletionStage<Optional<QueueDescription>> describe(QueueKey queue);

    /**
     * Finds a job.
     *
     * @param job the job
     * @return what is known of it, or empty if its queue does not hold it
     */
    CompletionStage<Optional<JobDescription>> find(JobKey job);

    /**
     * Finds a job, and has the listeners of {@link #onEnded} notified once the job ends, if it has not ended yet (rule 27).
     * A repetition has no further effect. Part of {@link Feature#RESULTS}.
     *
     * @param job the job
     * @return as of {@link #find}
     */
    default CompletionStage<Optional<JobDescription>> watch(JobKey job) {
        return NotOffered.fail("watch", Feature.RESULTS);
    }

    /**
     * Counts (rule 16).
     *
     * @param scope of what
     * @return the counts; of something that is not there, all zero
     */
    CompletionStage<Metrics> metrics(MetricsScope scope);

    /**
     * Lists the queue types of which something is kept.
     *
     * @param page which part
     * @return the types
     */
    CompletionStage<Page<String>> types(PageRequest page);

    /**
     * Lists the queues of a type of which something is kept.
     *
     * @param type the queue type
     * @param page which part
     * @return the queue ids
     */
    CompletionStage<Page<String>> queues(String type, PageRequest page);

    /**
     * Removes a step's worth of the jobs that wait in a queue.
     *
     * @param request the queue and the size of the step
     * @return what was done
     */
    CompletionStage<ClearReply> clear(ClearRequest request);

    /**
     * Lists the waiting jobs of a queue: the {@code QUEUED} by their places, then the {@code SCHEDULED} by the instants at
     * which they are due. Part of {@link Feature#JOB_LISTING}.
     *
     * @param queue the queue
     * @param page the page to list
     * @return the jobs; none if the queue does not exist
     */
    default CompletionStage<Page<WaitingJob>> jobs(QueueKey queue, PageRequest page) {
        return NotOffered.fail("jobs", Feature.JOB_LISTING);
    }

    /**
     * Cancels waiting jobs: they are removed (rules 12 and 25). Part of {@link Feature#JOB_CHANGES}.
     *
     * @param request the jobs
     * @return one result for each
     */
    default CompletionStage<List<ChangeResult>> cancel(CancelRequest request) {
        return NotOffered.fail("cancel", Feature.JOB_CHANGES);
    }

    /**
     * Changes the order, the due instant or the payload of waiting jobs (rules 12 and 25). Part of {@link
     * Feature#JOB_CHANGES}.
     *
     * @param request the changes
     * @return one result for each
     */
    default CompletionStage<List<ChangeResult>> change(ChangeRequest request) {
        return NotOffered.fail("change", Feature.JOB_CHANGES);
    }

    /**
     * Ends leases whose work an upstream refused for now. The jobs return to their places, nothing is counted, and their
     * queues are held (rules 8, 12 and 22). Part of {@link Feature#THROTTLING}.
     *
     * @param request the leases
     * @return one result for each
     */
    default CompletionStage<List<ThrottleResult>> throttle(ThrottleRequest request) {
        return NotOffered.fail("throttle", Feature.THROTTLING);
    }

    /**
     * Changes the parts of a limit, which is made if it does not exist (rules 18 to 20). Part of {@link Feature#LIMITS}.
     *
     * @param request the change
     * @return whether the limit was found or made; it fails with an {@link io.sharq.api.InvalidValueException} if the parts
     *     after the change do not fit together, and then nothing changed
     */
    default CompletionStage<ConfigureReply> configureLimit(ConfigureLimitRequest request) {
        return NotOffered.fail("configureLimit", Feature.LIMITS);
    }

    /**
     * Describes a limit (rules 18 to 21). Part of {@link Feature#LIMITS}.
     *
     * @param limit the limit
     * @return the description, or empty if there is no such limit
     */
    default CompletionStage<Optional<LimitDescription>> describeLimit(LimitKey limit) {
        return NotOffered.fail("describeLimit", Feature.LIMITS);
    }

    /**
     * Lists the limits of a type by name. Part of {@link Feature#LIMITS}.
     *
     * @param type the queue type
     * @param page the page to list
     * @return the names of the limits
     */
    default CompletionStage<Page<String>> limits(String type, PageRequest page) {
        return NotOffered.fail("limits", Feature.LIMITS);
    }

    /**
     * Deletes a limit that no queue draws from (rule 18). Part of {@link Feature#LIMITS}.
     *
     * @param request the limit
     * @return what became of it
     */
    default CompletionStage<DeleteLimitReply> deleteLimit(DeleteLimitRequest request) {
        return NotOffered.fail("deleteLimit", Feature.LIMITS);
    }

    /**
     * Lists the dead jobs of a type, oldest first (rule 14).
     *
     * @param type the queue type
     * @param page which part
     * @return the dead jobs
     */
    CompletionStage<Page<DeadJob>> deadJobs(String type, PageRequest page);

    /**
     * Sends dead jobs back to the places that their enqueues gave them, with their requeues counted from 0 again.
     *
     * @param request the jobs
     * @return one result for each
     */
    CompletionStage<List<DeadJobResult>> redrive(RedriveRequest request);

    /**
     * Removes dead jobs for good.
     *
     * @param request the jobs
     * @return one result for each
     */
    CompletionStage<List<DeadJobResult>> discard(DiscardRequest request);

    /**
     * Agrees with the other clients of the store on the limits that hold for dead jobs (rule 14). The store records them, so
     * that they outlive the client. A client whose limits are lower than those recorded does not lower them, unless it asks
     * for that: none discards what another one keeps. Operations go by the limits that their own requests name.
     *
     * @param request the client's limits
     * @return the limits that are recorded now
     */
    CompletionStage<DeadLimits> agree(AgreeRequest request);

    /**
     * Adds a listener, which hears what happens from the moment this method has returned.
     *
     * @param listener the listener
     * @return what ends the registration
     */
    Registration onReady(ReadinessListener listener);

    /**
     * Adds a listener for the end of watched jobs (rule 27). It is notified of ends after this method has returned, after
     * the job has ended, and perhaps more often than needed. Part of {@link Feature#RESULTS}.
     *
     * @param listener the listener
     * @return what ends the registration
     * @throws io.sharq.api.BackendException if the backend does not list the feature
     */
    default Registration onEnded(EndListener listener) {
        throw BackendException.notOffered("onEnded", Feature.RESULTS);
    }

    /**
     * Asks the store how it is.
     *
     * @return the answer; the stage does not fail because the store is away
     */
    CompletionStage<Health> health();

    /** Gives up what the backend holds. Operations in flight end; later ones fail. A second call changes nothing. */
    @Override
    void close();
}
