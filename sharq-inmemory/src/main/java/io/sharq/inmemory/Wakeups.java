package io.sharq.inmemory;

import io.sharq.logging.FailureLog;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners that a type is ready earlier. One that throws disturbs neither the operation nor the others. */
final class Wakeups {
    private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final List<ReadinessListener> listeners = new CopyOnWriteArrayList<>();

    Registration add(ReadinessListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @SuppressWarnings("IllegalCatch") // Listeners are anybody's code.
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
