package io.sharq;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A counter of calls in flight, which lets a close wait for them. Thread-safe. */
final class Outstanding {
    private int count;

    synchronized void begin() {
        count++;
    }

    synchronized void end() {
        count--;
        notifyAll();
    }

    /** Blocks until no call is in flight, the span has passed, or the thread is interrupted. */
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
