import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs works on a peer, as lines on standard input name them, and prints one line of JSON for each:
 * {@code WORK JOBS CALLERS BATCH QUEUES INTERVAL_MS RATE SEED}. It ends with its input.
 */
public final class Bench {
    private static final long PATIENCE_SECONDS = 60;

    private final Peer peer;
    private int jobs;
    private int callers;
    private int batch;
    private int queues;
    private long intervalMillis;
    private double rate;
    private long seed;

    private Bench(Peer peer) {
        this.peer = peer;
    }

    /** Opens a peer and serves it. What its library prints goes to standard error, away from the answers. */
    static void serve(Callable<Peer> opening) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Peer peer = opening.call();
        Bench bench = new Bench(peer);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println(bench.answer(line.trim().split(" ")));
            answers.flush();
        }
        peer.close();
        System.exit(0);
    }

    private String answer(String[] words) {
        jobs = Integer.parseInt(words[1]);
        callers = Integer.parseInt(words[2]);
        batch = Integer.parseInt(words[3]);
        queues = Integer.parseInt(words[4]);
        intervalMillis = Long.parseLong(words[5]);
        rate = Double.parseDouble(words[6]);
        seed = Long.parseLong(words[7]);
        try {
            peer.clear();
            return switch (words[0]) {
                case "enqueue-singles" -> rate(enqueue(false));
                case "enqueue-batches" -> rate(enqueue(true));
                case "cycle-singles" -> rate(drain(false));
                case "cycle-batches" -> rate(drain(true));
                case "lateness" -> lateness();
                default -> throw new IllegalArgumentException("no work is named " + words[0]);
            };
        } catch (Peer.Cannot e) {
            return "{\"cannot\":" + quoted(e.getMessage()) + "}";
        } catch (Throwable e) {
            e.printStackTrace();
            return "{\"failed\":" + quoted(e.toString()) + "}";
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s+", " ") + '"';
    }

    private String rate(double seconds) {
        return String.format(Locale.ROOT, "{\"jobsASecond\":%.3f}", jobs / seconds);
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
            ids.add(job % queues + "-" + UUID.randomUUID());
        }
        return ids;
    }

    private double enqueue(boolean batches) throws Exception {
        List<String> ids = ids();
        int size = batches ? batch : 1;
        int calls = (jobs + size - 1) / size;
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<Future<?>> ends = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            ends.add(threads.submit(() -> {
                for (int call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
                    if (batches) {
                        peer.enqueueAll(ids.subList(call * size, Math.min(jobs, (call + 1) * size)));
                    } else {
                        peer.enqueue(ids.get(call));
                    }
                }
                return null;
            }));
        }
        try {
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } finally {
            threads.shutdownNow();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Takes and ends all jobs of a backlog. */
    private double drain(boolean batches) throws Exception {
        fill();
        CountDownLatch left = new CountDownLatch(jobs);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        long start = System.nanoTime();
        java.util.function.Consumer<String> handler = id -> {
            if (seen.add(id)) {
                left.countDown();
            }
        };
        try {
            if (batches) {
                peer.takeBatches(callers, batch, handler);
            } else {
                peer.take(callers, handler);
            }
            if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(left.getCount() + " of " + jobs + " jobs did not come");
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            peer.stop();
        }
    }

    private void fill() throws Exception {
        List<String> ids = ids();
        for (int first = 0; first < jobs; first += batch) {
            peer.enqueueAll(ids.subList(first, Math.min(jobs, first + batch)));
        }
    }

    /**
     * By this process's clock alone: a job may come when it was enqueued and, if later, an interval after its queue's job
     * before. The job before counts from when it came, which is the latest that its release can have been.
     */
    private String lateness() throws Exception {
        Map<String, Long> sent = new ConcurrentHashMap<>();
        AtomicLong[] last = new AtomicLong[queues];
        Arrays.setAll(last, queue -> new AtomicLong(Long.MIN_VALUE));
        List<Long> held = new ArrayList<>();
        List<Long> free = new ArrayList<>();
        CountDownLatch left = new CountDownLatch(jobs);
        long interval = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            peer.takeLimited(callers, queues, intervalMillis, id -> {
                long now = System.nanoTime();
                Long at = sent.remove(id);
                if (at == null) {
                    return;
                }
                long before = last[Peer.queueOf(id)].getAndSet(now);
                boolean isHeld = before != Long.MIN_VALUE && before + interval > at;
                long late = Math.max(0, now - (isHeld ? before + interval : at));
                List<Long> kind = isHeld ? held : free;
                synchronized (kind) {
                    kind.add(late);
                }
                left.countDown();
            });
            Random random = new Random(seed);
            long start = System.nanoTime();
            for (int job = 0; job < jobs; job++) {
                long due = start + (long) (job * 1e9 / rate);
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                String id = random.nextInt(queues) + "-" + UUID.randomUUID();
                threads.execute(() -> {
                    sent.put(id, System.nanoTime());
                    try {
                        peer.enqueue(id);
                    } catch (Exception e) {
                        e.printStackTrace();
                    }
                });
            }
            if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(left.getCount() + " of " + jobs + " jobs did not come");
            }
        } finally {
            peer.stop();
            threads.shutdownNow();
        }
        return String.format(
                Locale.ROOT,
                "{\"held\":%d,\"heldP50Ms\":%.3f,\"heldP99Ms\":%.3f,\"freeP50Ms\":%.3f,\"freeP99Ms\":%.3f}",
                held.size(),
                millis(held, 0.5),
                millis(held, 0.99),
                millis(free, 0.5),
                millis(free, 0.99));
    }

    private static double millis(List<Long> nanos, double share) {
        if (nanos.isEmpty()) {
            return 0;
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * share))] / 1e6;
    }
}
