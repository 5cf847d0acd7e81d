package io.sharq.inmemory.linearizability;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReleaseRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * Operations of one type with few queues and jobs, at one instant, and what they answer without what may differ: revisions,
 * and the numbers of leases. A lease is named by its job alone. There are no batches, between whose items another call may
 * come.
 */
@Param(name = "queue", gen = IntGen.class, conf = "0:1")
@Param(name = "job", gen = IntGen.class, conf = "0:1")
public abstract class QueueOperations {
    private static final String TYPE = "sms";
    private static final long LEASE_MICROS = 1_000_000;
    private static final DeadLimits DEAD = new DeadLimits(10, Bounds.MAX_SPAN_MICROS);

    private final Backend backend;
    private final AtomicLong nonces = new AtomicLong();

    QueueOperations(Backend backend) {
        this.backend = backend;
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static String name(String kind, int number) {
        return kind + number;
    }

    /** Enqueues a job. Queue 1 is ordered. */
    @Operation
    public String enqueue(@Param(name = "queue") int queue, @Param(name = "job") int job) {
        QueueChange settings = new QueueChange(null, queue == 1, null);
        JobOptions options = new JobOptions(0, 0, 1, 2);
        EnqueueItem item =
                new EnqueueItem(name("queue", queue), name("job", job), Payload.of(new byte[0]), options, settings);
        return get(backend.enqueue(new EnqueueRequest(TYPE, List.of(item)))).stream()
                .map(result -> result.status() + " " + result.queueLength())
                .collect(Collectors.joining());
    }

    /** Dequeues a job of any queue. */
    @Operation
    public String dequeue() {
        return dequeue(DequeueFrom.ANY);
    }

    /** Dequeues a job of a queue. */
    @Operation
    public String dequeueOf(@Param(name = "queue") int queue) {
        return dequeue(new DequeueFrom.Queue(name("queue", queue)));
    }

    private String dequeue(DequeueFrom from) {
        DequeueRequest request = new DequeueRequest(TYPE, from, 1, LEASE_MICROS, nonces.incrementAndGet());
        return get(backend.dequeue(request)).jobs().stream()
                .map(QueueOperations::show)
                .collect(Collectors.joining());
    }

    private static String show(LeasedJob job) {
        return job.queueId() + "/" + job.jobId() + " " + job.deliveries() + " " + job.requeues() + " "
                + job.queueLength();
    }

    private static LeaseRef lease(int queue, int job) {
        return new LeaseRef(name("queue", queue), name("job", job), null);
    }

    /** Finishes a job. */
    @Operation
    public String finish(@Param(name = "queue") int queue, @Param(name = "job") int job) {
        FinishRequest request = FinishRequest.of(TYPE, List.of(lease(queue, job)), 0);
        return get(backend.finish(request)).get(0).status().toString();
    }

    /** Gives a job back. */
    @Operation
    public String release(@Param(name = "queue") int queue, @Param(name = "job") int job) {
        ReleaseRequest request = new ReleaseRequest(TYPE, List.of(lease(queue, job)));
        return get(backend.release(request)).get(0).status().toString();
    }

    /** Fails a job. */
    @Operation
    public String fail(@Param(name = "queue") int queue, @Param(name = "job") int job) {
        FailRequest request = new FailRequest(TYPE, List.of(new FailItem(lease(queue, job), 0, null)), DEAD);
        return get(backend.fail(request)).get(0).status().toString();
    }

    /** Pauses a queue. */
    @Operation
    public String pause(@Param(name = "queue") int queue) {
        return Boolean.toString(get(backend.pause(new PauseRequest(TYPE, name("queue", queue), true)))
                .found());
    }

    /** Resumes a queue. */
    @Operation
    public String resume(@Param(name = "queue") int queue) {
        return Boolean.toString(get(backend.pause(new PauseRequest(TYPE, name("queue", queue), false)))
                .found());
    }

    /** Caps a queue's active jobs. */
    @Operation
    public String cap(@Param(name = "queue") int queue) {
        QueueChange change = new QueueChange(null, null, 1);
        ConfigureRequest request =
                new ConfigureRequest(new QueueKey(TYPE, name("queue", queue)), change, null, null, true);
        return Boolean.toString(get(backend.configure(request)).found());
    }

    /** Describes a queue. */
    @Operation
    public String describe(@Param(name = "queue") int queue) {
        return get(backend.describe(new QueueKey(TYPE, name("queue", queue))))
                .map(view -> view.length() + " " + view.active() + " " + view.dead() + " " + view.blocker())
                .orElse("");
    }
}
