package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.BackendException;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.api.QueuePattern;
import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitNames;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureLimitRequest;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DeleteLimitRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LimitChange;
import io.sharq.spi.QueueChange;
import io.sharq.spi.SetDefaultsRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Either a limit is deleted or something draws from it, however the calls of two threads fall together. */
class LimitDeletionTest {
    private static final int ROUNDS = 5_000;
    private static final String TYPE = "sms";
    private static final LimitKey LIMIT = new LimitKey(TYPE, "limit");
    private static final QueueChange DRAWING = QueueChange.limits(LimitNames.of("limit"));

    private final InMemoryBackend backend = InMemoryBackend.create();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        threads.shutdownNow();
        backend.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static boolean isDone(CompletionStage<?> stage) {
        try {
            get(stage);
            return true;
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(BackendException.class);
            return false;
        }
    }

    /** Lets a deletion meet a use in each round, and undoes both afterwards. */
    private void race(BooleanSupplier use, Runnable undo) throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        for (int round = 0; round < ROUNDS; round++) {
            get(backend.configureLimit(new ConfigureLimitRequest(LIMIT, LimitChange.NONE, null, null, false)));
            Future<Boolean> deleted = threads.submit(() -> {
                together.await();
                return get(backend.deleteLimit(new DeleteLimitRequest(LIMIT))).status() == DeleteLimitStatus.DELETED;
            });
            Future<Boolean> used = threads.submit(() -> {
                together.await();
                return use.getAsBoolean();
            });
            assertThat(used.get()).isNotEqualTo(deleted.get());
            undo.run();
        }
        assertThat(get(backend.deleteLimit(new DeleteLimitRequest(LIMIT))).status())
                .isNotEqualTo(DeleteLimitStatus.IN_USE);
    }

    @Test
    void anEnqueueThatNamesTheLimit() throws Exception {
        EnqueueItem item = new EnqueueItem("queue", "job", Payload.of(new byte[] {'1'}), JobOptions.DEFAULT, DRAWING);
        race(
                () -> get(backend.enqueue(new EnqueueRequest(TYPE, List.of(item))))
                                .get(0)
                                .status()
                        == EnqueueStatus.QUEUED,
                this::clear);
    }

    @Test
    void aConfigureThatNamesTheLimit() throws Exception {
        ConfigureRequest request = new ConfigureRequest(new QueueKey(TYPE, "queue"), DRAWING, null, null, false);
        race(() -> isDone(backend.configure(request)), this::clear);
    }

    @Test
    void aDefaultThatNamesTheLimit() throws Exception {
        QueuePattern all = new QueuePattern(TYPE, "*");
        race(
                () -> isDone(backend.setDefaults(new SetDefaultsRequest(all, DRAWING, Set.of()))),
                () -> get(backend.setDefaults(SetDefaultsRequest.delete(all))));
    }

    private void clear() {
        get(backend.clear(new ClearRequest(new QueueKey(TYPE, "queue"), true, 10)));
    }
}
