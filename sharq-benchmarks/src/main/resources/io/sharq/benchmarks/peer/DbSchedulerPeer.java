import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** db-scheduler on SQL. A job is a one-time task that is due at once. */
public final class DbSchedulerPeer implements Peer {
    private final HikariDataSource source;
    private final boolean isPostgres;
    private volatile Consumer<String> handler = id -> {};
    private final OneTimeTask<Void> task =
            Tasks.oneTime("bench").execute((instance, context) -> handler.accept(instance.getId()));
    private final SchedulerClient client;
    private Scheduler scheduler;

    private DbSchedulerPeer(String url, String user) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setMaximumPoolSize(20);
        source = new HikariDataSource(config);
        isPostgres = url.startsWith("jdbc:postgresql");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists scheduled_tasks (task_name varchar(100) not null, task_instance"
                    + " varchar(100) not null, task_data " + (isPostgres ? "bytea" : "blob") + ", execution_time timestamp"
                    + " with time zone not null, picked boolean not null, picked_by varchar(50), last_success timestamp"
                    + " with time zone, last_failure timestamp with time zone, consecutive_failures int, last_heartbeat"
                    + " timestamp with time zone, version bigint not null, priority smallint,"
                    + " primary key (task_name, task_instance))");
            statement.execute("create index if not exists execution_time_idx on scheduled_tasks (execution_time)");
        }
        client = SchedulerClient.Builder.create(source, task).build();
    }

    public static void main(String[] arguments) throws Exception {
        Bench.serve(() -> new DbSchedulerPeer(arguments[0], arguments[1]));
    }

    @Override
    public void clear() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from scheduled_tasks");
        }
    }

    @Override
    public void enqueue(String id) {
        client.scheduleIfNotExists(task.instance(id), Instant.now());
    }

    @Override
    public void enqueueAll(List<String> ids) {
        client.scheduleBatch(ids.stream().map(task::instance), Instant.now());
    }

    private void begin(int callers, boolean batches, Consumer<String> handles) {
        handler = handles;
        SchedulerBuilder builder =
                Scheduler.create(source, task).threads(callers).pollingInterval(Duration.ofMillis(20));
        builder = batches ? builder.pollUsingLockAndFetch(1, 4) : builder.pollUsingFetchAndLockOnExecute(1, 4);
        scheduler = builder.build();
        scheduler.start();
    }

    @Override
    public void take(int callers, Consumer<String> handles) {
        begin(callers, false, handles);
    }

    @Override
    public void takeBatches(int callers, int batch, Consumer<String> handles) throws Cannot {
        if (!isPostgres) {
            throw new Cannot("it locks several jobs by one statement only on PostgreSQL and its like");
        }
        begin(callers, true, handles);
    }

    @Override
    public void takeLimited(int callers, int queues, long intervalMillis, Consumer<String> handles) throws Cannot {
        throw new Cannot("it has no rate for each queue");
    }

    @Override
    public void stop() {
        if (scheduler != null) {
            scheduler.stop();
            scheduler = null;
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
