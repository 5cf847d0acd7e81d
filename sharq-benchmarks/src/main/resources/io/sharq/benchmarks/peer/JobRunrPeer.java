import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.BackgroundJobRequest;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/** JobRunr on SQL. */
public final class JobRunrPeer implements Peer {
    /** The least that it accepts. It fetches again before that while its workers are busy. */
    private static final Duration LEAST_POLL = Duration.ofSeconds(5);

    private static volatile Consumer<String> handler = id -> {};

    private final HikariDataSource source;

    /** A job. Public, with a constructor without arguments, for JobRunr's JSON. */
    public static final class Request implements JobRequest {
        public String id = "";

        public Request() {}

        Request(String id) {
            this.id = id;
        }

        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** Passes a job on. */
    public static final class Handler implements JobRequestHandler<Request> {
        @Override
        public void run(Request request) {
            handler.accept(request.id);
        }
    }

    private JobRunrPeer(String url, String user) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setMaximumPoolSize(20);
        source = new HikariDataSource(config);
        configure(0);
    }

    public static void main(String[] arguments) throws Exception {
        Bench.serve(() -> new JobRunrPeer(arguments[0], arguments[1]));
    }

    private void configure(int workers) {
        JobRunr.configure()
                .useStorageProvider(SqlStorageProviderFactory.using(source))
                .useBackgroundJobServerIf(
                        workers > 0,
                        BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                                .andPollInterval(LEAST_POLL)
                                .andWorkerCount(Math.max(1, workers)))
                .initialize();
    }

    @Override
    public void clear() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from jobrunr_jobs");
        }
    }

    @Override
    public void enqueue(String id) {
        BackgroundJobRequest.enqueue(new Request(id));
    }

    @Override
    public void enqueueAll(List<String> ids) {
        BackgroundJobRequest.enqueue(ids.stream().map(Request::new));
    }

    @Override
    public void take(int callers, Consumer<String> handles) throws Cannot {
        throw new Cannot("its server takes jobs in batches only");
    }

    @Override
    public void takeBatches(int callers, int batch, Consumer<String> handles) {
        handler = handles;
        configure(callers);
    }

    @Override
    public void takeLimited(int callers, int queues, long intervalMillis, Consumer<String> handles) throws Cannot {
        throw new Cannot("it has no rate for each queue");
    }

    @Override
    public void stop() {
        JobRunr.destroy();
        configure(0);
    }

    @Override
    public void close() {
        JobRunr.destroy();
        source.close();
    }
}
