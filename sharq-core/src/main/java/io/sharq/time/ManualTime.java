package io.sharq.time;

import io.sharq.api.TimeSource;
import io.sharq.spi.Registration;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A clock for tests: it stands still until it is moved, and runs the alarms that it passes on the thread that moves it,
 * each at its own instant. Thread-safe.
 *
 * <p>Give the same object to a backend as its clock and to the facade as its alarms.
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
     * A clock that stands at an instant.
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
     * The instant at which the clock stands.
     *
     * @return the instant
     */
    public Instant now() {
        return Instant.EPOCH.plus(nowMicros(), ChronoUnit.MICROS);
    }

    /**
     * Lets time pass, and runs the alarms that come due.
     *
     * @param span how much, at least zero
     */
    public void advance(Duration span) {
        advanceMicros(span.toNanos() / 1_000);
    }

    /**
     * Lets time pass, and runs the alarms that come due.
     *
     * @param micros how much, at least zero
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
     * Sets the wall clock forward or back, as an operator does. No time passes, so no alarm comes due.
     *
     * @param micros how far, below zero for back
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

    /** Moves to the next alarm until an elapsed time and takes it, or moves all the way and returns null. */
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
