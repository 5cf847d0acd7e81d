import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.redisson.Redisson;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RDelayedQueue;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * Redisson's queue, with a limiter by hand: a key that lives for the interval. A job whose queue is not allowed goes to the
 * delayed queue for the rest of the interval, behind those that came since. A job that is taken has no lease.
 */
public final class RedissonPeer implements Peer {
    private static final String LIMITER =
            "if redis.call('set', KEYS[1], '1', 'PX', ARGV[1], 'NX') then return 0 end"
                    + " return math.max(1, redis.call('pttl', KEYS[1]))";

    private final RedissonClient client;
    private final RBlockingQueue<String> queue;
    private final List<Thread> takers = new ArrayList<>();
    private RDelayedQueue<String> delayed;
    private volatile boolean isStopped;

    private RedissonPeer(String uri) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.useSingleServer().setAddress(uri);
        client = Redisson.create(config);
        queue = client.getBlockingQueue("bench");
    }

    public static void main(String[] arguments) throws Exception {
        Bench.serve(() -> new RedissonPeer(arguments[0]));
    }

    @Override
    public void clear() {
        client.getKeys().flushdb();
    }

    @Override
    public void enqueue(String id) {
        queue.add(id);
    }

    @Override
    public void enqueueAll(List<String> ids) {
        queue.addAll(ids);
    }

    private interface Take {
        void once() throws InterruptedException;
    }

    private void begin(int callers, Take take) {
        isStopped = false;
        for (int caller = 0; caller < callers; caller++) {
            Thread taker = new Thread(() -> {
                try {
                    while (!isStopped) {
                        take.once();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            taker.setDaemon(true);
            taker.start();
            takers.add(taker);
        }
    }

    @Override
    public void take(int callers, Consumer<String> handler) {
        begin(callers, () -> {
            String id = queue.poll(200, TimeUnit.MILLISECONDS);
            if (id != null) {
                handler.accept(id);
            }
        });
    }

    @Override
    public void takeBatches(int callers, int batch, Consumer<String> handler) {
        begin(callers, () -> queue.poll(batch).forEach(handler));
    }

    @Override
    public void takeLimited(int callers, int queues, long intervalMillis, Consumer<String> handler) {
        delayed = client.getDelayedQueue(queue);
        RScript script = client.getScript(StringCodec.INSTANCE);
        begin(callers, () -> {
            String id = queue.poll(200, TimeUnit.MILLISECONDS);
            if (id == null) {
                return;
            }
            Long wait = script.eval(
                    RScript.Mode.READ_WRITE,
                    LIMITER,
                    RScript.ReturnType.LONG,
                    List.of("limit:" + Peer.queueOf(id)),
                    Long.toString(intervalMillis));
            if (wait == 0) {
                handler.accept(id);
            } else {
                delayed.offer(id, wait, TimeUnit.MILLISECONDS);
            }
        });
    }

    @Override
    public void stop() throws InterruptedException {
        isStopped = true;
        for (Thread taker : takers) {
            taker.join();
        }
        takers.clear();
        if (delayed != null) {
            delayed.destroy();
            delayed = null;
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
