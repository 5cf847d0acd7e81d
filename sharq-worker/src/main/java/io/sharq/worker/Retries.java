package io.sharq.worker;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Calls a backend again where that is safe: what is asked is the same each time, and being asked twice changes nothing. */
final class Retries {
    private static final int ATTEMPTS = 4;
    private static final long FIRST_PAUSE_NANOS = 50_000_000;

    private Retries() {}

    /**
     * An answer.
     *
     * @param value the answer
     * @param mayBeSecond whether an attempt before may have been carried out
     */
    record Answer<T>(T value, boolean mayBeSecond) {}

    static <T> Answer<T> call(Supplier<T> call) {
        boolean mayBeSecond = false;
        for (int attempt = 1; ; attempt++) {
            try {
                return new Answer<>(call.get(), mayBeSecond);
            } catch (BackendException e) {
                if (attempt == ATTEMPTS || e.outcome() == Outcome.REJECTED) {
                    throw e;
                }
                mayBeSecond |= e.outcome() == Outcome.UNKNOWN;
                LockSupport.parkNanos(FIRST_PAUSE_NANOS << (attempt - 1));
            }
        }
    }
}
