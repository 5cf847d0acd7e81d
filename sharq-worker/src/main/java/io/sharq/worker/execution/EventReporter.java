package io.sharq.worker.execution;

import io.sharq.logging.FailureLog;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.event.WorkerListener;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events to the user's listener and keeps its failures from the loops. Thread-safe. */
public final class EventReporter implements WorkerListener {
    private static final Logger LOG = LoggerFactory.getLogger(EventReporter.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final String consumer;
    private final WorkerListener listener;
    private volatile @Nullable Throwable lastFailure;

    /** Reports the events of a worker to a listener. */
    public EventReporter(String consumer, WorkerListener listener) {
        this.consumer = consumer;
        this.listener = listener;
    }

    @Override
    @SuppressWarnings("IllegalCatch") // A listener must not end the worker.
    public void on(WorkerEvent event) {
        try {
            listener.on(event);
        } catch (Throwable e) {
            new SafeThrowable(e)
                    .warn(
                            COUNTED,
                            "A listener failed",
                            LOG,
                            "a listener failed on " + event.getClass().getSimpleName());
        }
    }

    /** Reports an event on a thread of its own, so that a slow listener delays no caller. */
    public void onOwnThread(WorkerEvent event) {
        WorkerThreads.start("sharq-worker-notice", () -> on(event));
    }

    /** Logs and reports the failure of a loop itself, as opposed to the failure of a request. */
    public void loopFailed(String handler, String subQueue, Throwable cause) {
        lastFailure = cause;
        new SafeThrowable(cause).warn(COUNTED, "A loop failed", LOG, "a loop failed, and goes on");
        on(new WorkerEvent.LoopFailed(consumer, handler, subQueue, cause));
    }

    /** The last failure of a loop itself. */
    public Optional<Throwable> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }
}
