package io.sharq.benchmarks;

import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.rules.Revision;
import io.sharq.rules.SteadyTime;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of the rules for one release: the clock, the revision, and the instant of the next release. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReleaseRules {
    private static final long INTERVAL_MICROS = 1_000;

    private long wallMicros = 1_800_000_000_000_000L;
    private long revision;
    private SteadyTime time = SteadyTime.START;

    /**
     * One release by the rules.
     *
     * @return the instant since which the queue is ready again
     */
    @Benchmark
    public long release() {
        wallMicros++;
        time = time.at(wallMicros);
        long now = time.nowMicros();
        revision = Revision.next(revision, now);
        QueueFacts queue = new QueueFacts(INTERVAL_MICROS, now, 0, 0, false, false, 3, 1, 10, Readiness.NEVER);
        return Readiness.since(Readiness.NEVER, Readiness.next(queue), now) + revision;
    }
}
