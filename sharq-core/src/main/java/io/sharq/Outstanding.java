package io.sharq;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts calls in flight, so that closing can wait for them. Thread-safe. */
final class Outstanding {
    private int count;

    synchronized void begin() {
        count++;
    }

    synchronized void end() {
        count--;
        notifyAll();
    }

    /** Returns when no call is in flight, the span is over, or the thread is interrupted. */
    synchronized void awaitNone(Duration longest) {
        long endNanos = System.nanoTime() + longest.toNanos();
        try {
            long leftNanos = longest.toNanos();
            while (count > 0 && leftNanos > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
                leftNanos = endNanos - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
