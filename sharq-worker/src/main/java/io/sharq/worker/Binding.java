package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.api.BackendException;
import io.sharq.logging.FailureLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop's time with one thread of a handler, from the first batch until the thread is empty for a while. */
final class Binding<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Binding.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    /** So that a thread that never runs empty starves no other. */
    private static final int MOST_BATCHES = 64;

    private final Loop loop;
    private final Tube<T> tube;
    private final String thread;
    private long taken;

    Binding(Loop loop, Tube<T> tube, String thread) {
        this.loop = loop;
        this.tube = tube;
        this.thread = thread;
    }

    /**
     * Performs batches.
     *
     * @param first the first one
     * @param most how many requests at the most
     * @return how many were taken
     */
    long run(List<Delivery> first, long most) {
        if (!start(first)) {
            return first.size();
        }
        loop.tell(new WorkerEvent.Bound(name(), thread));
        try {
            List<Delivery> next = first;
            int batches = 0;
            while (!next.isEmpty()) {
                taken += next.size();
                batches++;
                perform(next);
                next = taken < most && batches < MOST_BATCHES && !loop.isEnding() ? more(most - taken) : List.of();
            }
        } finally {
            stop();
            loop.tell(new WorkerEvent.Unbound(name(), thread, taken));
        }
        return taken;
    }

    private void perform(List<Delivery> deliveries) {
        BatchInHand<T> batch = loop.inHand(tube, deliveries);
        long start = System.nanoTime();
        KeepAlive keepAlive = loop.keepAlive(batch);
        try {
            Map<Integer, Throwable> failures = batch.perform();
            batch.settle(failures, Duration.ofNanos(System.nanoTime() - start));
        } catch (InterruptedException e) {
            batch.release();
            Thread.currentThread().interrupt();
        } catch (BackendException e) {
            if (COUNTED.isFirst("Requests could not be settled", e)) {
                LOG.warn(
                        "{} of thread {} could not be settled; they come back when their leases end",
                        name(),
                        thread,
                        e);
            }
        } finally {
            keepAlive.close();
            loop.putDown(batch);
        }
    }

    /** Of this thread, or, once it is empty, nothing; a batch of another that comes meanwhile is the loop's next. */
    private List<Delivery> more(long most) {
        List<Delivery> own = own(most);
        for (int pause = 0; own.isEmpty() && pause < loop.settings().emptyLimit() && !loop.isEnding(); pause++) {
            List<Delivery> any = loop.await(tube, most, loop.settings().emptyPause());
            if (!any.isEmpty() && !isOwn(any)) {
                loop.keepForNext(tube, any);
                return List.of();
            }
            own = any;
        }
        return own;
    }

    private List<Delivery> own(long most) {
        try {
            return tube.take(thread, most);
        } catch (BackendException e) {
            if (COUNTED.isFirst("No requests can be taken", e)) {
                LOG.warn("no requests of {} can be taken", name(), e);
            }
            return List.of();
        }
    }

    private String name() {
        return tube.handler().name();
    }

    private boolean isOwn(List<Delivery> deliveries) {
        return deliveries.get(0).job().queue().id().equals(thread);
    }

    @SuppressWarnings("IllegalCatch") // A handler that cannot start must not end the worker.
    private boolean start(List<Delivery> first) {
        try {
            tube.handler().start();
            return true;
        } catch (Exception e) {
            failAll(first, e);
            return false;
        }
    }

    private void failAll(List<Delivery> deliveries, Exception cause) {
        BatchInHand<T> batch = loop.inHand(tube, deliveries);
        try {
            batch.settle(batch.all(cause), Duration.ZERO);
        } catch (BackendException e) {
            if (COUNTED.isFirst("Requests could not be failed", e)) {
                LOG.warn(
                        "{} of thread {} could not be failed; they come back when their leases end", name(), thread, e);
            }
        } finally {
            loop.putDown(batch);
        }
    }

    @SuppressWarnings("IllegalCatch") // Nor one that cannot stop.
    private void stop() {
        try {
            tube.handler().stop();
        } catch (Exception e) {
            LOG.warn("{} could not stop with its thread {}", name(), thread, e);
        }
    }
}
