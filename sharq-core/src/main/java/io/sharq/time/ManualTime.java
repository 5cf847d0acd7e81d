package io.sharq.time;

import io.sharq.api.Registration;
import io.sharq.api.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A manual clock and scheduler for tests. It advances only when moved, and runs the alarms that it passes on the
 * moving thread, each at its own instant. Thread-safe.
 *
 * <p>Pass the same object to a backend as its clock and to the facade as its alarms.
 */
public final class ManualTime implements TimeSource, Alarms {
    private record Due(long atMicros, long number) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byInstant = Long.compare(atMicros, other.atMicros);
            return byInstant != 0 ? byInstant : Long.compare(number, other.number);
        }
    }

    private final TreeMap<Due, Runnable> tasks = new TreeMap<>();
    private long nowMicros;
    private long elapsedMicros;
    private long scheduled;

    private ManualTime(long nowMicros) {
        this.nowMicros = nowMicros;
    }

    /**
     * Creates a clock at an instant.
     *
     * @param start the instant, after 1970-01-01T00:00:00Z
     * @return the clock
     */
    public static ManualTime startingAt(Instant start) {
        return new ManualTime(ChronoUnit.MICROS.between(Instant.EPOCH, start));
    }

    @Override
    public synchronized long nowMicros() {
        return nowMicros;
    }

    /**
     * The current instant of the clock.
     *
     * @return the instant
     */
    public Instant now() {
        return Instant.EPOCH.plus(nowMicros(), ChronoUnit.MICROS);
    }

    /**
     * Advances the clock and runs the alarms that become due.
     *
     * @param span the span, at least zero
     */
    public void advance(Duration span) {
        advanceMicros(span.toNanos() / 1_000);
    }

    /**
     * Advances the clock and runs the alarms that become due.
     *
     * @param micros the microseconds, at least zero
     */
    public void advanceMicros(long micros) {
        if (micros < 0) {
            throw new IllegalArgumentException("time does not run backwards: " + micros);
        }
        long target;
        synchronized (this) {
            target = elapsedMicros + micros;
        }
        Runnable task = nextUntil(target);
        while (task != null) {
            task.run();
            task = nextUntil(target);
        }
    }

    /**
     * Advances from alarm to alarm until a condition holds, and no further. The condition is checked first, after each alarm,
     * and at the end of the span.
     *
     * @param condition the condition
     * @param longest the longest span, at least zero
     * @return whether the condition holds
     */
    public boolean advanceUntil(BooleanSupplier condition, Duration longest) {
        long target;
        synchronized (this) {
            target = elapsedMicros + longest.toNanos() / 1_000;
        }
        while (!condition.getAsBoolean()) {
            Runnable task = nextUntil(target);
            if (task == null) {
                return condition.getAsBoolean();
            }
            task.run();
        }
        return true;
    }

    /**
     * Steps the wall clock forward or back, as an operator would. No time elapses, so no alarm becomes due.
     *
     * @param micros the step in microseconds, negative for back
     */
    public synchronized void stepMicros(long micros) {
        nowMicros += micros;
    }

    @Override
    public synchronized Registration schedule(Duration delay, Runnable task) {
        long micros = Math.max(0, (delay.toNanos() + 999) / 1_000);
        Due due = new Due(elapsedMicros + micros, scheduled++);
        tasks.put(due, task);
        return () -> cancel(due);
    }

    private synchronized void cancel(Due due) {
        tasks.remove(due);
    }

    /** Advances to the next alarm within an elapsed time and removes it, or advances all the way and returns null. */
    private synchronized @Nullable Runnable nextUntil(long targetMicros) {
        Map.Entry<Due, Runnable> first = tasks.firstEntry();
        if (first == null || first.getKey().atMicros() > targetMicros) {
            moveTo(targetMicros);
            return null;
        }
        moveTo(first.getKey().atMicros());
        tasks.remove(first.getKey());
        return first.getValue();
    }

    private void moveTo(long targetElapsedMicros) {
        if (targetElapsedMicros > elapsedMicros) {
            nowMicros += targetElapsedMicros - elapsedMicros;
            elapsedMicros = targetElapsedMicros;
        }
    }
}
