package io.sharq.inmemory;

import io.sharq.api.Registration;
import io.sharq.logging.FailureLog;
import io.sharq.spi.ReadinessListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies listeners that a type may have a ready queue earlier than before. An exception of a listener is logged; it
 * affects neither the operation nor the other listeners. Thread-safe.
 */
final class ReadyNotifications {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyNotifications.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final List<ReadinessListener> listeners = new CopyOnWriteArrayList<>();

    Registration add(ReadinessListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @SuppressWarnings("IllegalCatch") // A listener is foreign code and may throw anything.
    void ready(String type, long atMicros) {
        for (ReadinessListener listener : listeners) {
            try {
                listener.ready(type, atMicros);
            } catch (Throwable e) {
                if (COUNTED.isFirst("A readiness listener failed", e)) {
                    LOG.warn("A readiness listener failed", e);
                }
            }
        }
    }
}
