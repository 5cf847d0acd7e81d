package io.sharq.examples.h2;

import io.sharq.api.Registration;
import io.sharq.spi.ReadinessListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Notifies listeners that a type is ready earlier. A listener that throws affects neither the operation nor the other
 * listeners.
 */
final class ReadyNotifications {
    private static final Logger LOG = System.getLogger(ReadyNotifications.class.getName());

    private final List<ReadinessListener> listeners = new CopyOnWriteArrayList<>();

    Registration add(ReadinessListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void ready(String type, long atMicros) {
        for (ReadinessListener listener : listeners) {
            try {
                listener.ready(type, atMicros);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "A readiness listener failed", e);
            }
        }
    }
}
