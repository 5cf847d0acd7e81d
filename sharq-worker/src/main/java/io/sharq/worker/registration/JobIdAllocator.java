package io.sharq.worker.registration;

import io.sharq.AsyncSharQ;
import io.sharq.api.BackendException;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * Allocates the job ids of one registration. An id is derived from the request's content, so that a later registration
 * finds equal requests; each content has several ids, so that equal requests can wait side by side.
 *
 * <p>It looks for jobs before it allocates an id, because the outcome {@code DUPLICATE} of an enqueue is ambiguous: after a
 * lost response it may stand for the first attempt. Not thread-safe.
 */
public final class JobIdAllocator {
    /** The ids of one content. Further equal requests get unique ids, under which they are not found. */
    static final int IDS_PER_CONTENT = 8;

    private static final int MAX_IN_FLIGHT = 1_024;

    private final AsyncSharQ sharq;
    private final JobIds ids;
    private final Set<JobKey> allocated = new HashSet<>();

    /** An allocator for one registration. */
    public JobIdAllocator(AsyncSharQ sharq, JobIds ids) {
        this.sharq = sharq;
        this.ids = ids;
    }

    /** Allocates an id for each request. */
    public List<String> allocate(List<HashedRequest> requests) {
        // The first id is free for most requests, so the others are looked up only where it is not.
        List<List<Optional<JobDescription>>> first = find(requests, 1);
        List<HashedRequest> taken = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (first.get(i).get(0).isPresent()) {
                taken.add(requests.get(i));
            }
        }
        List<List<Optional<JobDescription>>> rest = find(taken, IDS_PER_CONTENT);
        List<String> allocation = new ArrayList<>(requests.size());
        int next = 0;
        for (int i = 0; i < requests.size(); i++) {
            boolean isFree = first.get(i).get(0).isEmpty();
            allocation.add(free(requests.get(i), isFree ? List.of() : rest.get(next++)));
        }
        return allocation;
    }

    /**
     * Allocates an id for each request that has no equal in its sub-queue or earlier in the list.
     *
     * @param isEqual which jobs of the same content count as equal
     * @return an id for each request, empty where it has an equal
     */
    public List<Optional<String>> allocateUnless(List<HashedRequest> requests, Predicate<JobDescription> isEqual) {
        List<List<Optional<JobDescription>>> found = find(requests, IDS_PER_CONTENT);
        Set<HashedRequest> seen = new HashSet<>();
        List<Optional<String>> allocation = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            boolean hasEqual = found.get(i).stream().flatMap(Optional::stream).anyMatch(isEqual);
            boolean isFirst = seen.add(requests.get(i));
            allocation.add(hasEqual || !isFirst ? Optional.empty() : Optional.of(free(requests.get(i), found.get(i))));
        }
        return allocation;
    }

    /** Whether a job waits or is active. */
    public static boolean isPending(JobDescription job) {
        return job.state() == JobState.QUEUED || job.state() == JobState.SCHEDULED || job.state() == JobState.ACTIVE;
    }

    /** Whether a job waits for the delay of its registration, as opposed to the delay of a failure. */
    public static boolean isDeferred(JobDescription job) {
        return job.state() == JobState.SCHEDULED && job.deliveries() == 0;
    }

    private String free(HashedRequest request, List<Optional<JobDescription>> found) {
        for (int number = 0; number < IDS_PER_CONTENT; number++) {
            boolean isFree = number >= found.size() || found.get(number).isEmpty();
            if (isFree && allocated.add(request.key(number))) {
                return request.key(number).id();
            }
        }
        return ids.next();
    }

    private List<List<Optional<JobDescription>>> find(List<HashedRequest> requests, int numbers) {
        List<List<Optional<JobDescription>>> found = new ArrayList<>(requests.size());
        int batch = MAX_IN_FLIGHT / numbers;
        for (int from = 0; from < requests.size(); from += batch) {
            found.addAll(findAtOnce(requests.subList(from, Math.min(requests.size(), from + batch)), numbers));
        }
        return found;
    }

    private List<List<Optional<JobDescription>>> findAtOnce(List<HashedRequest> requests, int numbers) {
        List<List<CompletableFuture<Optional<JobDescription>>>> lookups = new ArrayList<>(requests.size());
        for (HashedRequest request : requests) {
            List<CompletableFuture<Optional<JobDescription>>> ofRequest = new ArrayList<>(numbers);
            for (int number = 0; number < numbers; number++) {
                ofRequest.add(sharq.find(request.key(number)));
            }
            lookups.add(ofRequest);
        }
        return lookups.stream()
                .map(ofRequest ->
                        ofRequest.stream().map(JobIdAllocator::response).toList())
                .toList();
    }

    private static Optional<JobDescription> response(CompletableFuture<Optional<JobDescription>> lookup) {
        try {
            return lookup.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof BackendException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
