package io.sharq.worker;

import io.sharq.AsyncSharQ;
import io.sharq.api.BackendException;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.QueueKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * The job ids by which a request can be found by its content: a few for each content, so that several equal requests can
 * wait in one sub-queue. It looks before it gives an id, because an enqueue that answers {@code DUPLICATE} after a lost
 * answer counts as queued. For one registration; not thread-safe.
 */
final class EqualRequests {
    /** More equal requests of one sub-queue than this are queued all the same, under ids that do not tell their content. */
    static final int FINDABLE = 8;

    private static final int MOST_IN_FLIGHT = 1_024;

    private final AsyncSharQ sharq;
    private final RequestIds ids;
    private final Set<JobKey> given = new HashSet<>();

    EqualRequests(AsyncSharQ sharq, RequestIds ids) {
        this.sharq = sharq;
        this.ids = ids;
    }

    /**
     * A request to be registered.
     *
     * @param queue its sub-queue
     * @param content what equal requests share
     */
    record Wanted(QueueKey queue, String content) {
        JobKey key(int number) {
            return new JobKey(queue, number == 0 ? content : content + "-" + number);
        }
    }

    /** An id for each request, whatever is queued. */
    List<String> each(List<Wanted> requests) {
        List<List<Optional<JobDescription>>> first = found(requests, 1);
        List<Wanted> more = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (first.get(i).get(0).isPresent()) {
                more.add(requests.get(i));
            }
        }
        List<List<Optional<JobDescription>>> rest = found(more, FINDABLE);
        List<String> chosen = new ArrayList<>(requests.size());
        int next = 0;
        for (int i = 0; i < requests.size(); i++) {
            boolean isFree = first.get(i).get(0).isEmpty();
            chosen.add(free(requests.get(i), isFree ? List.of() : rest.get(next++)));
        }
        return chosen;
    }

    /** An id for each request but those of which the sub-queue, or this registration, has an equal one. */
    List<Optional<String>> unless(List<Wanted> requests, Predicate<JobDescription> isHeld) {
        List<List<Optional<JobDescription>>> found = found(requests, FINDABLE);
        Set<Wanted> seen = new HashSet<>();
        List<Optional<String>> chosen = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            boolean isKnown = found.get(i).stream().flatMap(Optional::stream).anyMatch(isHeld);
            boolean isFirst = seen.add(requests.get(i));
            chosen.add(isKnown || !isFirst ? Optional.empty() : Optional.of(free(requests.get(i), found.get(i))));
        }
        return chosen;
    }

    /** Waits or is in work. */
    static boolean isHeld(JobDescription job) {
        return job.state() == JobState.QUEUED || job.state() == JobState.SCHEDULED || job.state() == JobState.ACTIVE;
    }

    /** Waits for the delay that it was registered with, as opposed to that of a failure. */
    static boolean isDeferred(JobDescription job) {
        return job.state() == JobState.SCHEDULED && job.deliveries() == 0;
    }

    private String free(Wanted request, List<Optional<JobDescription>> found) {
        for (int number = 0; number < FINDABLE; number++) {
            boolean isFree = number >= found.size() || found.get(number).isEmpty();
            if (isFree && given.add(request.key(number))) {
                return request.key(number).id();
            }
        }
        return ids.next();
    }

    /** A part at a time, so that a large registration does not have all its calls in flight at once. */
    private List<List<Optional<JobDescription>>> found(List<Wanted> requests, int numbers) {
        List<List<Optional<JobDescription>>> found = new ArrayList<>(requests.size());
        int part = MOST_IN_FLIGHT / numbers;
        for (int from = 0; from < requests.size(); from += part) {
            found.addAll(foundAtOnce(requests.subList(from, Math.min(requests.size(), from + part)), numbers));
        }
        return found;
    }

    private List<List<Optional<JobDescription>>> foundAtOnce(List<Wanted> requests, int numbers) {
        List<List<CompletableFuture<Optional<JobDescription>>>> looks = new ArrayList<>(requests.size());
        for (Wanted request : requests) {
            List<CompletableFuture<Optional<JobDescription>>> its = new ArrayList<>(numbers);
            for (int number = 0; number < numbers; number++) {
                its.add(sharq.find(request.key(number)));
            }
            looks.add(its);
        }
        return looks.stream()
                .map(its -> its.stream().map(EqualRequests::answer).toList())
                .toList();
    }

    private static Optional<JobDescription> answer(CompletableFuture<Optional<JobDescription>> look) {
        try {
            return look.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof BackendException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
