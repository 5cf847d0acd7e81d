package io.sharq.tck;

import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.rules.BadInput;
import io.sharq.tck.rules.Batches;
import io.sharq.tck.rules.Caps;
import io.sharq.tck.rules.ClockSteps;
import io.sharq.tck.rules.Concurrency;
import io.sharq.tck.rules.Consumers;
import io.sharq.tck.rules.Counting;
import io.sharq.tck.rules.DeadJobs;
import io.sharq.tck.rules.Deadlines;
import io.sharq.tck.rules.DefaultSettings;
import io.sharq.tck.rules.Differential;
import io.sharq.tck.rules.DueTypes;
import io.sharq.tck.rules.Duplicates;
import io.sharq.tck.rules.Fairness;
import io.sharq.tck.rules.Intervals;
import io.sharq.tck.rules.JobChanges;
import io.sharq.tck.rules.JobHeaders;
import io.sharq.tck.rules.JobListing;
import io.sharq.tck.rules.LeaseFencing;
import io.sharq.tck.rules.LimitPartsKept;
import io.sharq.tck.rules.LimitTurns;
import io.sharq.tck.rules.LimitedReleases;
import io.sharq.tck.rules.LimitsBesideOthers;
import io.sharq.tck.rules.Names;
import io.sharq.tck.rules.NothingLeft;
import io.sharq.tck.rules.OrderedQueues;
import io.sharq.tck.rules.PauseAndHold;
import io.sharq.tck.rules.Places;
import io.sharq.tck.rules.Requeueing;
import io.sharq.tck.rules.Results;
import io.sharq.tck.rules.SharedDeadLimits;
import io.sharq.tck.rules.Spacing;
import io.sharq.tck.rules.StoreSize;
import io.sharq.tck.rules.Threads;
import io.sharq.tck.rules.Throttling;
import io.sharq.tck.rules.Traces;
import io.sharq.tck.rules.Viewing;
import io.sharq.tck.rules.WakeUps;
import io.sharq.time.ManualTime;
import java.util.Optional;

/**
 * The conformance tests of a backend: a property for each rule from 1 to 17, and for those of the features that it lists. Extend it in a test, and return an empty backend that
 * shares nothing with those returned before:
 *
 * <pre>{@code
 * class MyBackendConformanceTest extends BackendConformance {
 *     @Override
 *     protected Backend open(TimeSource clock) {
 *         return MyBackend.create(clock);
 *     }
 * }
 * }</pre>
 *
 * <p>Each property opens a backend for each try and closes it. The kit supplies the clock: the backend must read it
 * instead of its own, once for each operation.
 */
public abstract class BackendConformance
        implements Spacing,
                Intervals,
                Fairness,
                Places,
                OrderedQueues,
                Concurrency,
                LeaseFencing,
                Requeueing,
                DueTypes,
                Duplicates,
                Caps,
                Batches,
                NothingLeft,
                DeadJobs,
                SharedDeadLimits,
                PauseAndHold,
                Counting,
                BadInput,
                Names,
                StoreSize,
                ClockSteps,
                WakeUps,
                Viewing,
                LimitedReleases,
                LimitsBesideOthers,
                LimitPartsKept,
                LimitTurns,
                Throttling,
                Deadlines,
                DefaultSettings,
                JobChanges,
                JobListing,
                JobHeaders,
                Results,
                Consumers,
                Traces,
                Differential,
                Threads {
    /** For subclasses. */
    protected BackendConformance() {}

    /**
     * Opens an empty backend.
     *
     * @param clock the clock that it must read
     * @return a backend that shares nothing with any other
     */
    protected abstract Backend open(TimeSource clock);

    /**
     * Opens an empty backend in real time, for the properties that run several threads. Override it if the backend's
     * clock is elsewhere, such as on a server: readings of this process's clock would reach it out of order.
     *
     * @return a backend that shares nothing with any other
     */
    protected Backend openOnItsOwnClock() {
        return open(TimeSource.steady());
    }

    /**
     * Opens a second client of a backend's store, so that shared state is checked from both clients. Override it if a
     * store can have several clients.
     *
     * @param first a backend that {@link #open} returned and that is still open
     * @param clock the clock that it was opened with, and that the second client must read
     * @return the second client; empty by default
     */
    protected Optional<Backend> openBeside(Backend first, TimeSource clock) {
        return Optional.empty();
    }

    /**
     * Opens an empty backend with bounds. Override it if the backend bounds the number of its types and queues.
     *
     * @param clock the clock that it must read
     * @param bounds the most types, and the most queues of a type
     * @return a backend that shares nothing with any other; empty by default
     */
    protected Optional<Backend> openBounded(TimeSource clock, StoreBounds bounds) {
        return Optional.empty();
    }

    /**
     * Counts the records in a backend's store: the rows or keys that it keeps of queues and jobs. Override it if they
     * can be counted. Rule 13 is then checked on the stored records, in addition to what operations show.
     *
     * @param backend a backend that {@link #open} returned
     * @return the count; 0 by default
     */
    protected long countStored(Backend backend) {
        return 0;
    }

    /**
     * The partition in which a backend keeps a queue. Override it if a type is spread over several partitions. The
     * turns of rule 4 are exact inside each, and a batch may take from one partition after the other.
     *
     * @param queueId the queue id
     * @return the partition; 0 by default
     */
    protected int partitionOf(String queueId) {
        return 0;
    }

    @Override
    public final Trial begin() {
        ManualTime time = ManualTime.startingAt(Trial.START);
        return new Trial(open(time), time);
    }

    @Override
    public final Optional<Trial> beginBeside(Trial first) {
        return openBeside(first.backend(), first.time()).map(backend -> new Trial(backend, first.time()));
    }

    @Override
    public final Optional<Trial> beginBounded(StoreBounds bounds) {
        ManualTime time = ManualTime.startingAt(Trial.START);
        return openBounded(time, bounds).map(backend -> new Trial(backend, time));
    }

    @Override
    public final int partition(String queueId) {
        return partitionOf(queueId);
    }

    @Override
    public final Backend openInRealTime() {
        return openOnItsOwnClock();
    }

    @Override
    public final long stored(Backend backend) {
        return countStored(backend);
    }
}
