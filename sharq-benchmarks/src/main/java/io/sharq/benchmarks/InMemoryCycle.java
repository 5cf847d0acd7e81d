package io.sharq.benchmarks;

import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.LeasedJob;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** An enqueue, a dequeue and a finish in memory, over backlogged queues. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class InMemoryCycle {
    /** The number of queues. */
    @Param({"1000"})
    public int queues;

    private final AtomicLong number = new AtomicLong();
    private final InMemoryBackend backend = InMemoryBackend.create();
    private final Load load = new Load(backend);

    /** Puts ten jobs into every queue, so that none runs empty. */
    @Setup
    public void fill() {
        load.fill(queues, 10, 0);
    }

    /** Drops everything. */
    @TearDown
    public void close() {
        backend.close();
    }

    /**
     * One cycle.
     *
     * @return what became of it
     */
    @Benchmark
    public Object cycle() {
        long n = number.incrementAndGet();
        Object enqueued = load.enqueue(List.of(Load.item("user" + n % queues, "job-" + n, 0)));
        LeasedJob job = load.dequeue().toCompletableFuture().join().jobs().get(0);
        load.finish(job);
        return enqueued;
    }
}
