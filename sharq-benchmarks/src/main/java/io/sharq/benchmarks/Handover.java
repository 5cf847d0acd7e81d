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

/** The time that a value takes to another core and back: the cost of state that two threads change in turn. */
@State(Scope.Group)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Handover {
    private volatile boolean isThere;

    /** Created by JMH. */
    public Handover() {}

    /**
     * Sets the flag once it is clear.
     *
     * @param control ends the wait when the measurement is over, because the other thread may have ended
     */
    @Benchmark
    @Group("thereAndBack")
    public void send(Control control) {
        pass(control, true);
    }

    /**
     * Clears the flag once it is set.
     *
     * @param control ends the wait when the measurement is over
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
