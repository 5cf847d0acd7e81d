package io.sharq.tck.differential;

import io.sharq.api.JobKey;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.DeadJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.Page;
import io.sharq.spi.PageRequest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** All that can be seen of a backend. Queues come first, so that due jobs are in their places in all counts. */
final class Everything {
    private Everything() {}

    static CompletionStage<List<Object>> of(Backend backend) {
        List<Object> seen = new ArrayList<>();
        for (String type : Sequences.TYPES) {
            for (String id : Sequences.QUEUES) {
                QueueKey queue = new QueueKey(type, id);
                seen.add(join(backend.describe(queue)));
                seen.add(join(backend.metrics(new MetricsScope.Queue(queue))));
                for (String job : Sequences.JOBS) {
                    seen.add(join(backend.find(new JobKey(queue, job))));
                }
            }
            seen.add(join(backend.metrics(new MetricsScope.Type(type))));
            seen.add(new TreeSet<>(all(page -> backend.queues(type, page))));
            for (DeadJob dead : all(page -> backend.deadJobs(type, page))) {
                seen.add(dead);
                seen.add(HexFormat.of().formatHex(dead.payload().toByteArray()));
            }
        }
        seen.add(join(backend.metrics(MetricsScope.ALL)));
        return CompletableFuture.completedStage(seen);
    }

    private static <T> List<T> all(Function<PageRequest, CompletionStage<Page<T>>> listing) {
        List<T> items = new ArrayList<>();
        PageRequest page = PageRequest.first(2);
        while (page != null) {
            Page<T> found = join(listing.apply(page));
            items.addAll(found.items());
            page = found.next() == null ? null : new PageRequest(found.next(), 2);
        }
        return items;
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
