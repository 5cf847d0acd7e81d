package io.sharq.inmemory;

import io.sharq.api.JobKey;
import io.sharq.api.Registration;
import io.sharq.logging.FailureLog;
import io.sharq.spi.EndListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies listeners that a watched job has ended (rule 27). An exception of a listener is logged; it affects neither the
 * operation nor the other listeners. Thread-safe.
 */
final class EndNotifications {
    private static final Logger LOG = LoggerFactory.getLogger(EndNotifications.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final List<EndListener> listeners = new CopyOnWriteArrayList<>();

    Registration add(EndListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @SuppressWarnings("IllegalCatch") // A listener is foreign code and may throw anything.
    void ended(JobKey job) {
        for (EndListener listener : listeners) {
            try {
                listener.ended(job);
            } catch (Throwable e) {
                if (COUNTED.isFirst("A listener for the end of jobs failed", e)) {
                    LOG.warn("A listener for the end of jobs failed", e);
                }
            }
        }
    }
}
