package io.sharq.worker.loop;

import io.sharq.Delivery;
import io.sharq.Dequeued;
import io.sharq.api.BackendException;
import io.sharq.logging.FailureLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the batches of a loop from its sources, in rotation. Used by the loop's thread. */
final class BatchTaker {
    private static final Logger LOG = LoggerFactory.getLogger(BatchTaker.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final WorkerLoop loop;
    private final List<RequestSource> sources;
    private final LoopSettings settings;
    private final CancellableWait waits;
    private int turn;

    BatchTaker(WorkerLoop loop, List<RequestSource> sources, LoopSettings settings, CancellableWait waits) {
        this.loop = loop;
        this.sources = sources;
        this.settings = settings;
        this.waits = waits;
    }

    /** Takes a batch of the next source that has one, or waits for one; null if nothing came. */
    @Nullable
    LeasedBatch take() {
        if (sources.size() == 1) {
            return await(sources.get(0), settings.idleWait());
        }
        for (int i = 0; i < sources.size(); i++) {
            LeasedBatch batch = take(sources.get(turn));
            turn = (turn + 1) % sources.size();
            if (batch != null) {
                return batch;
            }
        }
        return awaitAny();
    }

    private @Nullable LeasedBatch take(RequestSource source) {
        try {
            return loop.open(source, source.take(loop.remaining()));
        } catch (BackendException e) {
            unreachable(e);
            return null;
        }
    }

    /** Waits for a batch of a source; null if the wait or this loop ends before. */
    @Nullable
    LeasedBatch await(RequestSource source, Duration limit) {
        try {
            Dequeued arrived = waits.join(source.await(loop.remaining(), limit));
            return arrived == null ? null : loop.open(source, arrived.jobs());
        } catch (ExecutionException e) {
            recover(e.getCause());
            return null;
        }
    }

    /** Waits on all sources at once and keeps one batch; batches that arrive at the same time are released. */
    private @Nullable LeasedBatch awaitAny() {
        List<CompletableFuture<Dequeued>> dequeues = new ArrayList<>();
        Throwable failure = null;
        try {
            sources.forEach(source -> dequeues.add(source.await(loop.remaining(), settings.idleWait())));
            Object unused = waits.join(CompletableFuture.anyOf(dequeues.toArray(CompletableFuture[]::new)));
        } catch (ExecutionException e) {
            failure = e.getCause();
        } finally {
            // A wait that stayed open would take requests that no loop performs.
            dequeues.forEach(dequeue -> dequeue.cancel(false));
        }
        RequestSource first = null;
        List<Delivery> ofFirst = List.of();
        for (int i = 0; i < dequeues.size(); i++) {
            List<Delivery> arrived = dequeues.get(i).isCompletedExceptionally()
                    ? List.of()
                    : dequeues.get(i).join().jobs();
            if (first == null && !arrived.isEmpty()) {
                first = sources.get(i);
                ofFirst = arrived;
            } else {
                sources.get(i).release(arrived);
            }
        }
        if (first != null) {
            return loop.open(first, ofFirst);
        }
        if (failure != null) {
            recover(failure);
        }
        return null;
    }

    private void recover(@Nullable Throwable failure) {
        if (!(failure instanceof BackendException unreachable)) {
            throw new IllegalStateException(failure);
        }
        unreachable(unreachable);
    }

    private void unreachable(BackendException failure) {
        if (COUNTED.isFirst("No requests can be taken", failure)) {
            LOG.warn("no requests can be taken; trying again in {}", settings.idleWait(), failure);
        }
        waits.pause(settings.idleWait());
    }
}
