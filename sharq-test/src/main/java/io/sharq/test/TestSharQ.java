package io.sharq.test;

import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.Bounds;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import io.sharq.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A SharQ in memory on a clock that a test moves. Nothing happens between two moves, and what comes due during a move happens
 * at its own instant and on the thread that moves the clock.
 *
 * <pre>{@code
 * try (TestSharQ test = TestSharQ.open()) {
 *     test.sharq().enqueue(NewJob.of("sms", "user001", "job-1", "hello").delay(Duration.ofMinutes(1)));
 *     assertThat(test.queue("sms", "user001")).releases("job-1").after(Duration.ofMinutes(1));
 * }
 * }</pre>
 *
 * <p>Every rule of SharQ holds, as on any other backend. Failed operations are not retried unless the settings say so, so that
 * a {@linkplain #faults() fault} reaches the code under test.
 *
 * <p>The SharQ is thread-safe. Only one thread at a time may move the clock.
 */
public final class TestSharQ implements AutoCloseable {
    /** The instant at which the clock starts by default: 2026-01-01T00:00:00Z. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualTime time;
    private final Faults faults;
    private final ObservedBackend backend;
    private final SharQ sharq;

    private TestSharQ(Builder builder) {
        time = ManualTime.startingAt(builder.start);
        backend = new ObservedBackend(InMemoryBackend.create(time), time);
        sharq = SharQ.builder()
                .backend(backend)
                .settings(builder.settings)
                .alarms(time)
                .open();
        faults = new Faults(backend.faults(), sharq, time);
    }

    /**
     * Opens a SharQ with default settings and without retries, at {@link #START}.
     *
     * @return an open SharQ
     */
    public static TestSharQ open() {
        return builder().open();
    }

    /**
     * Begins a SharQ with other settings.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the SharQ under test.
     *
     * @return the SharQ, for the code under test
     */
    public SharQ sharq() {
        return sharq;
    }

    /**
     * Returns the clock of the store and of all waits, retries and upkeep.
     *
     * @return the clock
     */
    public ManualTime time() {
        return time;
    }

    /**
     * Returns the current instant of the clock.
     *
     * @return the instant
     */
    public Instant now() {
        return time.now();
    }

    /**
     * Returns the faults that operations may meet.
     *
     * @return the faults, none at first
     */
    public Faults faults() {
        return faults;
    }

    /**
     * Names a queue, for {@link SharQAssertions#assertThat(TestQueue)}. It need not exist.
     *
     * @param type the queue type
     * @param id the queue id
     * @return the queue
     * @throws io.sharq.api.InvalidValueException if one is none
     */
    public TestQueue queue(String type, String id) {
        return queue(new QueueKey(type, id));
    }

    /**
     * Names a queue, for {@link SharQAssertions#assertThat(TestQueue)}. It need not exist.
     *
     * @param key the queue
     * @return the queue
     */
    public TestQueue queue(QueueKey key) {
        return new TestQueue(this, Bounds.required("queue", key));
    }

    /**
     * Lists what all queues have released so far.
     *
     * @return the releases, in their order
     */
    public List<Release> releases() {
        return backend.releases();
    }

    /**
     * Lets time pass. What comes due on the way happens at its own instant, on the calling thread: upkeep, retries, and
     * dequeues that wait.
     *
     * @param span the span, at least zero
     */
    public void advance(Duration span) {
        time.advance(span);
    }

    /**
     * Lets time pass while workers work, without threads. Each worker performs what is ready now, and then at each instant on
     * the way at which a request becomes ready.
     *
     * @param span the span, at least zero
     * @param workers the workers, which should have this {@linkplain #time() clock} as their alarms
     * @return how many requests they took, including those that fail
     */
    public long run(Duration span, Worker... workers) {
        long[] taken = new long[1];
        boolean unused = time.advanceUntil(
                () -> {
                    taken[0] += performReady(workers);
                    return false;
                },
                span);
        return taken[0];
    }

    private static long performReady(Worker... workers) {
        long all = 0;
        long round;
        do {
            round = Stream.of(workers).mapToLong(Worker::performReady).sum();
            all += round;
        } while (round > 0);
        return all;
    }

    @Override
    public void close() {
        sharq.close();
    }

    /** Collects the settings of a {@link TestSharQ}. Not thread-safe. */
    public static final class Builder {
        private Instant start = START;
        private SharQSettings settings =
                SharQSettings.builder().retryFor(Duration.ZERO).build();

        private Builder() {}

        /**
         * Sets the instant at which the clock starts.
         *
         * @param instant the instant, after 1970-01-01T00:00:00Z
         * @return this
         */
        public Builder startingAt(Instant instant) {
            start = Bounds.required("start", instant);
            return this;
        }

        /**
         * Sets the settings. With retries, a blocking call that fails waits for a clock that does not move, so use the
         * asynchronous twin there.
         *
         * @param newSettings the settings
         * @return this
         */
        public Builder settings(SharQSettings newSettings) {
            settings = Bounds.required("settings", newSettings);
            return this;
        }

        /**
         * Opens the SharQ.
         *
         * @return an open SharQ
         */
        public TestSharQ open() {
            return new TestSharQ(this);
        }
    }
}
