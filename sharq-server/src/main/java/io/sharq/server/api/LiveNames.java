package io.sharq.server.api;

import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.QueueDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Filters listings to what the original lists: types and queues that hold a job, waiting or active. A backend also lists those
 * that have drained, until it forgets them.
 */
final class LiveNames {
    private LiveNames() {}

    /** Whether a type has a job that waits or is active. Dead jobs do not count: the original discards them. */
    static boolean holdsJobs(Metrics type) {
        return type.length() > 0 || type.active() > 0;
    }

    /** Whether a queue exists and has a job that waits or is active. */
    static boolean holdsJobs(Optional<QueueDescription> queue) {
        return queue.filter(found -> found.length() > 0 || found.active() > 0).isPresent();
    }

    /**
     * Filters a page. A name whose jobs cannot be counted, such as that of a damaged type, stays in it.
     *
     * @param page the names
     * @param holdsJobs whether a name holds jobs
     * @return the names that hold jobs, in their order, with the cursor of the page
     */
    static CompletionStage<Page<String>> of(Page<String> page, Function<String, CompletableFuture<Boolean>> holdsJobs) {
        List<CompletableFuture<Boolean>> live = page.items().stream()
                .map(name -> holdsJobs.apply(name).exceptionally(failure -> true))
                .toList();
        return CompletableFuture.allOf(live.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    List<String> names = new ArrayList<>();
                    for (int i = 0; i < live.size(); i++) {
                        if (live.get(i).join()) {
                            names.add(page.items().get(i));
                        }
                    }
                    return new Page<>(names, page.next());
                });
    }
}
