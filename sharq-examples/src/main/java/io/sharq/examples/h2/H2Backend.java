package io.sharq.examples.h2;

import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
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
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Registration;
import io.sharq.api.TimeSource;
import io.sharq.rules.MetricsSum;
import io.sharq.rules.NameCursor;
import io.sharq.rules.Readiness;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DiscardRequest;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A backend that keeps the queues in an embedded H2 database, in a file that outlives the process. Thread-safe. All
 * operations run on one thread, which completes their stages. Listeners are notified of this backend's operations only,
 * not of those of another backend on the same database.
 *
 * <p>A commit reaches the file within half a second, H2's {@code WRITE_DELAY}. A process that is killed loses no more
 * than that. It loses nothing if the URL ends in {@code ;WRITE_DELAY=0}, at about twice the cost of an operation.
 *
 * <pre>{@code
 * SharQ sharq = SharQ.open(H2Backend.open("jdbc:h2:file:/var/lib/sharq/queues"));
 * }</pre>
 */
public final class H2Backend implements Backend {
    private final Transactions transactions;
    private final TimeSource clock;
    private final String description;
    private final ReadyNotifications wakeups = new ReadyNotifications();

    private H2Backend(String url, TimeSource clock) {
        this.transactions = new Transactions(url);
        this.clock = clock;
        // The part after the semicolon may hold a password.
        this.description = "H2 at " + url.split(";", 2)[0];
    }

    /**
     * Opens a database with a clock that starts at the system's time and never steps back.
     *
     * @param url its JDBC URL, such as {@code jdbc:h2:file:/var/lib/sharq/queues}
     * @return the backend
     * @throws BackendException if it cannot be opened
     */
    public static H2Backend open(String url) {
        return open(url, TimeSource.steady());
    }

    /**
     * Opens a database with a given clock.
     *
     * @param url its JDBC URL
     * @param clock the clock
     * @return the backend
     * @throws BackendException if it cannot be opened
     */
    public static H2Backend open(String url, TimeSource clock) {
        H2Backend backend = new H2Backend(url, clock);
        try {
            backend.ask("open " + backend.description, sql -> sql.number("SELECT 1", 0))
                    .toCompletableFuture()
                    .join();
            return backend;
        } catch (CompletionException e) {
            backend.close();
            throw e.getCause() instanceof BackendException failure ? failure : e;
        }
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }

    @Override
    public CompletionStage<List<EnqueueResult>> enqueue(EnqueueRequest request) {
        if (request.items().stream().anyMatch(item -> item.options().deadlineMicros() != null)) {
            return CompletableFuture.failedStage(BackendException.notOffered("enqueue", Feature.DEADLINES));
        }
        return each("enqueue to", request.type(), request.items(), (op, item) -> new Enqueues(op).enqueue(item));
    }

    @Override
    public CompletionStage<DequeueReply> dequeue(DequeueRequest request) {
        return change("dequeue of", request.type(), op -> new Dequeues(op, request).run());
    }

    @Override
    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        if (request.hasResults()) {
            return CompletableFuture.failedStage(BackendException.notOffered("finish with a result", Feature.RESULTS));
        }
        return each(
                "finish of",
                request.type(),
                request.items(),
                (op, item) -> new LeaseChanges(op).finish(item.lease(), request.retentionMicros()));
    }

    @Override
    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        return each(
                "fail of",
                request.type(),
                request.items(),
                (op, item) -> new LeaseChanges(op).fail(item, request.deadLimits()));
    }

    @Override
    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        return each("release of", request.type(), request.leases(), (op, lease) -> new LeaseChanges(op).release(lease));
    }

    @Override
    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        return each(
                "extend of",
                request.type(),
                request.leases(),
                (op, lease) -> new LeaseChanges(op).extend(lease, request.leaseMicros()));
    }

    @Override
    public CompletionStage<RequeueReply> requeue(RequeueRequest request) {
        return change("requeue of", request.type(), op -> new Upkeep(op, request).run());
    }

    @Override
    public CompletionStage<DueReply> due(DueRequest request) {
        return ask("listing of due types", sql -> Listings.due(sql, request, clock.nowMicros()));
    }

    @Override
    public CompletionStage<ConfigureReply> configure(ConfigureRequest request) {
        return change("configure of", request.queue().type(), op -> new QueueControls(op).configure(request));
    }

    @Override
    public CompletionStage<ConfigureReply> pause(PauseRequest request) {
        return change(
                request.paused() ? "pause of" : "resume of",
                request.type(),
                op -> new QueueControls(op).pause(request));
    }

    @Override
    public CompletionStage<Optional<QueueDescription>> describe(QueueKey queue) {
        return look("describe of", queue.type(), op -> new JobViews(op).describe(queue.id()));
    }

    @Override
    public CompletionStage<Optional<JobDescription>> find(JobKey job) {
        return look("find in", job.queue().type(), op -> new JobViews(op).find(job));
    }

    @Override
    public CompletionStage<Metrics> metrics(MetricsScope scope) {
        if (scope instanceof MetricsScope.Queue queue) {
            return look(
                    "metrics of",
                    queue.queue().type(),
                    op -> new JobViews(op).metrics(queue.queue().id()));
        }
        if (scope instanceof MetricsScope.Type type) {
            return look("metrics of", type.type(), op -> new JobViews(op).metrics());
        }
        return ask("metrics of all types", sql -> {
            long wall = clock.nowMicros();
            MetricsSum sum = new MetricsSum(wall);
            sql.list("SELECT name FROM type", columns -> columns.getString(1))
                    .forEach(type -> sum.add(new JobViews(new Operation(sql, type, wall)).metrics()));
            return sum.toReply();
        });
    }

    @Override
    public CompletionStage<Page<String>> types(PageRequest page) {
        String last = Listings.lastType(page.cursor());
        return ask("listing of types", sql -> Listings.types(sql, last, page.limit(), clock.nowMicros()));
    }

    @Override
    public CompletionStage<Page<String>> queues(String type, PageRequest page) {
        Bounds.queueType("queue_type", type);
        String last = NameCursor.last(page.cursor());
        return look("listing of", type, op -> Listings.queues(op, last, page.limit()));
    }

    @Override
    public CompletionStage<ClearReply> clear(ClearRequest request) {
        return change("clear of", request.queue().type(), op -> new QueueControls(op).clear(request));
    }

    @Override
    public CompletionStage<Page<DeadJob>> deadJobs(String type, PageRequest page) {
        Bounds.queueType("queue_type", type);
        long afterNumber = Listings.number(page.cursor());
        return look("dead jobs of", type, op -> Listings.dead(op, afterNumber, page.limit()));
    }

    @Override
    public CompletionStage<List<DeadJobResult>> redrive(RedriveRequest request) {
        return each("redrive of", request.type(), request.jobs(), (op, job) -> new DeadJobs(op).redrive(job));
    }

    @Override
    public CompletionStage<List<DeadJobResult>> discard(DiscardRequest request) {
        return each("discard of", request.type(), request.jobs(), (op, job) -> new DeadJobs(op).discard(job));
    }

    @Override
    public CompletionStage<DeadLimits> agree(AgreeRequest request) {
        return ask("agreement on dead jobs", sql -> SharedDeadLimits.agree(sql, request));
    }

    @Override
    public Registration onReady(ReadinessListener listener) {
        return wakeups.add(listener);
    }

    @Override
    public CompletionStage<Health> health() {
        long start = System.nanoTime();
        return ask("health", sql -> sql.number("SELECT 1", 0)).handle((answer, failure) -> {
            List<String> warnings = failure == null ? List.of() : List.of(String.valueOf(failure.getMessage()));
            return new Health(failure == null, description, warnings, (System.nanoTime() - start) / 1_000);
        });
    }

    @Override
    public void close() {
        transactions.close();
    }

    /** A batch is its singles, at one instant (rule 12). */
    private <I, R> CompletionStage<List<R>> each(
            String verb, String type, List<I> items, BiFunction<Operation, I, R> single) {
        return change(
                verb,
                type,
                op -> items.stream().map(item -> single.apply(op, item)).toList());
    }

    private <T> CompletionStage<T> change(String verb, String type, Function<Operation, T> work) {
        return transactions.run(verb + " " + type, (sql, afterCommit) -> {
            Operation op = new Operation(sql, type, clock.nowMicros());
            op.noteStepBack();
            long before = op.row.paused ? Readiness.NEVER : op.earliestInTurn();
            T answer = work.apply(op);
            op.flush();
            long after = op.row.paused ? Readiness.NEVER : op.earliestInTurn();
            if (after < before) {
                afterCommit.add(() -> wakeups.ready(type, op.time.toWallMicros(after)));
            }
            return answer;
        });
    }

    private <T> CompletionStage<T> look(String verb, String type, Function<Operation, T> work) {
        return ask(verb + " " + type, sql -> {
            Operation op = new Operation(sql, type, clock.nowMicros());
            T answer = work.apply(op);
            op.flush();
            return answer;
        });
    }

    private <T> CompletionStage<T> ask(String operation, Function<Sql, T> work) {
        return transactions.run(operation, (sql, afterCommit) -> work.apply(sql));
    }
}
