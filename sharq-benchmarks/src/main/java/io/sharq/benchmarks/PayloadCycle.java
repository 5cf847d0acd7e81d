package io.sharq.benchmarks;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.inmemory.InMemoryBackend;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A cycle through the facade in memory, with bytes and with JSON. The difference is the cost of writing and reading
 * JSON.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PayloadCycle {
    private static final byte[] BYTES = new byte[64];

    private final SharQ sharq = SharQ.open(InMemoryBackend.create());
    private final AtomicLong number = new AtomicLong();

    /**
     * The payload of a job.
     *
     * @param to a phone number
     * @param text a text
     * @param attempt a count
     */
    record Message(String to, String text, int attempt) {}

    /** Closes the facade. */
    @TearDown
    public void close() {
        sharq.close();
    }

    private Delivery cycle(Object payload) {
        long n = number.incrementAndGet();
        Object enqueued = sharq.enqueue(NewJob.of("sms", "user" + n % 100, "job-" + n, payload));
        Delivery delivery = sharq.dequeue("sms").orElseThrow(() -> new IllegalStateException("after " + enqueued));
        Object unused = sharq.finish(delivery);
        return delivery;
    }

    /**
     * A cycle with bytes.
     *
     * @return the bytes
     */
    @Benchmark
    public Object bytes() {
        return cycle(BYTES).payload();
    }

    /**
     * A cycle with an object that is written as JSON and read back.
     *
     * @return the object
     */
    @Benchmark
    public Object json() {
        return cycle(new Message("+15550100", "Your code is 4711.", 1)).payloadAs(Message.class);
    }
}
