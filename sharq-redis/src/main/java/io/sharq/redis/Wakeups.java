package io.sharq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what the scripts publish: a type and the instant at which it is ready. After the subscription was lost and
 * has come back, messages may be missing, and the listeners hear that instead.
 */
final class Wakeups extends RedisPubSubAdapter<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);

    private final List<ReadinessListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean wasSubscribed;

    Registration add(ReadinessListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void message(byte[] channel, byte[] message) {
        String text = new String(message, UTF_8);
        int blank = text.indexOf(' ');
        String type = text.substring(0, blank);
        long atMicros = Long.parseLong(text, blank + 1, text.length(), 10);
        tell(listener -> listener.ready(type, atMicros));
    }

    @Override
    public void subscribed(byte[] channel, long count) {
        if (wasSubscribed) {
            tell(ReadinessListener::missed);
        }
        wasSubscribed = true;
    }

    private void tell(Consumer<ReadinessListener> news) {
        for (ReadinessListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("A readiness listener failed", e);
            }
        }
    }
}
