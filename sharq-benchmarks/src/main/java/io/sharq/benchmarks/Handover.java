package io.sharq.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/** How long a number takes to another core and back: the price of whatever two threads change in turn. */
@State(Scope.Group)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Handover {
    private volatile boolean isThere;

    /** Made by JMH. */
    public Handover() {}

    /**
     * Sends it, once it is here.
     *
     * @param control says when the time is over, lest one thread wait for another that has ended
     */
    @Benchmark
    @Group("thereAndBack")
    public void send(Control control) {
        pass(control, true);
    }

    /**
     * Sends it back, once it is there.
     *
     * @param control says when the time is over
     */
    @Benchmark
    @Group("thereAndBack")
    public void sendBack(Control control) {
        pass(control, false);
    }

    private void pass(Control control, boolean there) {
        while (isThere == there && !control.stopMeasurement) {
            Thread.onSpinWait();
        }
        isThere = there;
    }
}
