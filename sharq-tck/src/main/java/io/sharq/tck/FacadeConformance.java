package io.sharq.tck;

import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.facade.Callers;
import io.sharq.tck.facade.FacadeBackend;
import io.sharq.tck.facade.FacadeCallers;
import io.sharq.tck.rules.WaitingCallers;
import io.sharq.time.ManualTime;
import java.util.Optional;

/**
 * The conformance tests of a backend, run through the facade. Each dequeue is made by a waiting caller, and several
 * callers wait at once. Extend it as {@link BackendConformance}:
 *
 * <pre>{@code
 * class MyBackendFacadeTest extends FacadeConformance {
 *     @Override
 *     protected Backend openBackend(TimeSource clock) {
 *         return MyBackend.create(clock);
 *     }
 * }
 * }</pre>
 */
public abstract class FacadeConformance extends BackendConformance implements WaitingCallers {
    /** For subclasses. */
    protected FacadeConformance() {}

    /**
     * Opens an empty backend of one partition.
     *
     * @param clock the clock that it must read
     * @return a backend that shares nothing with any other
     */
    protected abstract Backend openBackend(TimeSource clock);

    /**
     * Opens an empty backend in real time. Override it if the backend's clock is elsewhere, such as on a server.
     *
     * @return a backend that shares nothing with any other
     */
    protected Backend openBackendOnItsOwnClock() {
        return openBackend(TimeSource.steady());
    }

    /**
     * Opens an empty backend of one partition with bounds. Override it if the backend has bounds.
     *
     * @param clock the clock that it must read
     * @param bounds the most types, and the most queues of a type
     * @return a backend that shares nothing with any other; empty by default
     */
    protected Optional<Backend> openBoundedBackend(TimeSource clock, StoreBounds bounds) {
        return Optional.empty();
    }

    @Override
    protected final Optional<Backend> openBounded(TimeSource clock, StoreBounds bounds) {
        return openBoundedBackend(clock, bounds).map(FacadeBackend::waiting);
    }

    @Override
    protected final Backend open(TimeSource clock) {
        return FacadeBackend.waiting(openBackend(clock));
    }

    @Override
    protected final Backend openOnItsOwnClock() {
        return FacadeBackend.withoutWaits(openBackendOnItsOwnClock());
    }

    @Override
    public final Callers beginCalls() {
        ManualTime clock = ManualTime.startingAt(Trial.START);
        return new FacadeCallers(openBackend(clock), clock);
    }
}
