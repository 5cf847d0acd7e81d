package io.sharq.benchmarks;

import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.LeasedJob;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.ThreadParams;

/** An enqueue, a dequeue and a finish in memory, over backlogged queues. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class InMemoryCycle {
    /** Created by JMH. */
    public InMemoryCycle() {}

    /** A backend with ten jobs in every queue, so that no queue runs empty. */
    @State(Scope.Benchmark)
    public static class Backlog {
        /** The number of queues. */
        @Param({"1000"})
        public int queues;

        private final InMemoryBackend backend = InMemoryBackend.create();
        private final Load load = new Load(backend);

        /** Created by JMH. */
        public Backlog() {}

        /** Fills the queues. */
        @Setup
        public void fill() {
            load.fill(queues, 10, 0);
        }

        /** Closes the backend. */
        @TearDown
        public void close() {
            backend.close();
        }
    }

    /** A backlog for each thread. */
    @State(Scope.Thread)
    public static class OwnBacklog extends Backlog {
        /** Created by JMH. */
        public OwnBacklog() {}
    }

    /** The job numbers of one thread. A counter that threads share would be measured as well. */
    @State(Scope.Thread)
    public static class Caller {
        private long number;

        /** Created by JMH. */
        public Caller() {}

        /**
         * Starts the numbers of each thread far from those of the others, so that job ids are unique and the threads
         * use different queues at a time.
         *
         * @param threads the index of this thread
         */
        @Setup
        public void begin(ThreadParams threads) {
            number = (long) threads.getThreadIndex() << 32;
        }

        Object cycle(Backlog backlog) {
            long n = number++;
            Load load = backlog.load;
            Object enqueued = load.enqueue(List.of(Load.item("user" + n % backlog.queues, "job-" + n, 0)));
            LeasedJob job = load.dequeue(n).toCompletableFuture().join().jobs().get(0);
            load.finish(job);
            return enqueued;
        }
    }

    /**
     * One cycle on queues that all threads share.
     *
     * @param backlog the queues
     * @param caller the thread
     * @return the result of the enqueue
     */
    @Benchmark
    public Object cycle(Backlog backlog, Caller caller) {
        return caller.cycle(backlog);
    }

    /**
     * One cycle on the thread's own queues: an upper limit for the machine.
     *
     * @param backlog the queues
     * @param caller the thread
     * @return the result of the enqueue
     */
    @Benchmark
    public Object apart(OwnBacklog backlog, Caller caller) {
        return caller.cycle(backlog);
    }
}
