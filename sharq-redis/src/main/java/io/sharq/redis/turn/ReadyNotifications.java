package io.sharq.redis.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.sharq.api.JobKey;
import io.sharq.api.Registration;
import io.sharq.logging.FailureLog;
import io.sharq.redis.script.IdCode;
import io.sharq.redis.script.PackedRecord;
import io.sharq.spi.EndListener;
import io.sharq.spi.ReadinessListener;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies listeners of what the scripts publish: a type and the instant at which it is ready, with several partitions also
 * the partition and its revision; or a type and the jobs of it that have ended (rule 27). After a lost subscription is back,
 * messages may be missing, and the listeners are notified of that instead.
 */
public final class ReadyNotifications extends RedisPubSubAdapter<byte[], byte[]>
        implements RedisConnectionStateListener {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyNotifications.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    /** The first byte of a message that names jobs. No type begins with it. */
    private static final byte ENDS = '!';

    private final List<ReadinessListener> listeners = new CopyOnWriteArrayList<>();
    private final List<EndListener> endListeners = new CopyOnWriteArrayList<>();
    private final TurnsCache turns;
    private volatile boolean wasSubscribed;

    public ReadyNotifications(TurnsCache turns) {
        this.turns = turns;
    }

    public Registration add(ReadinessListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    public Registration add(EndListener listener) {
        endListeners.add(listener);
        return () -> endListeners.remove(listener);
    }

    @Override
    public void message(byte[] channel, byte[] message) {
        if (message[0] == ENDS) {
            ended(message);
        } else {
            ready(message);
        }
    }

    private void ended(byte[] message) {
        int blank = 1;
        while (message[blank] != ' ') {
            blank++;
        }
        String type = new String(message, 1, blank - 1, UTF_8);
        int at = blank + 1;
        while (at < message.length) {
            byte[] queue = PackedRecord.code(message, at);
            byte[] job = PackedRecord.code(message, at + queue.length);
            at += queue.length + job.length;
            JobKey key = JobKey.of(type, IdCode.decode(queue), IdCode.decode(job));
            tell(endListeners, listener -> listener.ended(key));
        }
    }

    private void ready(byte[] message) {
        String[] words = new String(message, UTF_8).split(" ", -1);
        String type = words[0];
        boolean isOfOne = words.length == 2;
        long atMicros = Long.parseLong(words[isOfOne ? 1 : 2]);
        if (!isOfOne) {
            turns.changed(type, Integer.parseInt(words[1]), Long.parseLong(words[3]), OptionalLong.of(atMicros));
        }
        tell(listeners, listener -> listener.ready(type, atMicros));
    }

    @Override
    public void subscribed(byte[] channel, long count) {
        turns.hear();
        if (wasSubscribed) {
            missed();
        }
        wasSubscribed = true;
    }

    /** Notifies listeners that messages may be missing, so that waiting callers poll again. */
    public void missed() {
        tell(listeners, ReadinessListener::missed);
        tell(endListeners, EndListener::missed);
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
        turns.deafen();
    }

    private static <L> void tell(List<L> listeners, Consumer<L> news) {
        for (L listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                if (COUNTED.isFirst("A listener failed", e)) {
                    LOG.warn("A listener failed", e);
                }
            }
        }
    }
}
