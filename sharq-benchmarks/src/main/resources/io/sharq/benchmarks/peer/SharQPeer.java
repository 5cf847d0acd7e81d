import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.settings.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** SharQ as a library on a Redis. */
public final class SharQPeer implements Peer {
    private static final Duration WAIT = Duration.ofMillis(200);

    private final String uri;
    private final List<Thread> takers = new ArrayList<>();
    private SharQ sharq;
    private String type = "bench-0";
    private int round;
    private volatile boolean isStopped;
    private volatile Duration interval = Duration.ZERO;

    private SharQPeer(String uri) {
        this.uri = uri;
        this.sharq = SharQ.builder().backend(RedisBackend.open(RedisSettings.uri(uri).build())).open();
    }

    public static void main(String[] arguments) throws Exception {
        Bench.serve(() -> new SharQPeer(arguments[0]));
    }

    @Override
    public void clear() {
        type = "bench-" + ++round;
        interval = Duration.ZERO;
    }

    private NewJob job(String id) {
        return NewJob.of(type, "queue-" + Peer.queueOf(id), id, "hello").interval(interval);
    }

    @Override
    public void enqueue(String id) {
        if (!sharq.enqueue(job(id)).isQueued()) {
            throw new IllegalStateException(id + " was refused");
        }
    }

    @Override
    public void enqueueAll(List<String> ids) {
        sharq.enqueueAll(ids.stream().map(this::job).toList());
    }

    @Override
    public void take(int callers, Consumer<String> handler) {
        begin(callers, 1, handler);
    }

    @Override
    public void takeBatches(int callers, int batch, Consumer<String> handler) {
        begin(callers, batch, handler);
    }

    @Override
    public void takeLimited(int callers, int queues, long intervalMillis, Consumer<String> handler) {
        interval = Duration.ofMillis(intervalMillis);
        begin(callers, 1, handler);
    }

    private void begin(int callers, int count, Consumer<String> handler) {
        isStopped = false;
        DequeueOptions options = DequeueOptions.of(type).count(count).waitAtMost(WAIT);
        for (int caller = 0; caller < callers; caller++) {
            Thread taker = new Thread(() -> {
                while (!isStopped) {
                    List<Delivery> jobs = sharq.dequeue(options).jobs();
                    jobs.forEach(job -> handler.accept(job.job().id()));
                    if (jobs.size() == 1) {
                        sharq.finish(jobs.get(0).lease());
                    } else if (!jobs.isEmpty()) {
                        sharq.finishAll(jobs.stream().map(Delivery::lease).toList());
                    }
                }
            });
            taker.setDaemon(true);
            taker.start();
            takers.add(taker);
        }
    }

    @Override
    public void stop() throws InterruptedException {
        isStopped = true;
        for (Thread taker : takers) {
            taker.join();
        }
        takers.clear();
    }

    @Override
    public void close() {
        sharq.close();
    }
}
