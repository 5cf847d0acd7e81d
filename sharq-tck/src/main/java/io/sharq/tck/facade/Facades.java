package io.sharq.tck.facade;

import io.sharq.AsyncSharQ;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.DeadLimits;
import io.sharq.spi.Backend;
import io.sharq.time.Alarms;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Facades on one backend that differ in the settings which the SPI names in its requests. Thread-safe. */
final class Facades implements AutoCloseable {
    private static final DeadLimits DEFAULT =
            new DeadLimits(10_000, Duration.ofDays(7).toMillis() * 1_000);

    private record Key(long retentionMicros, DeadLimits limits, long maxHoldMicros) {}

    private final Backend backend;
    private final Alarms alarms;
    private final Map<Key, SharQ> opened = new ConcurrentHashMap<>();

    Facades(Backend backend, Alarms alarms) {
        this.backend = backend;
        this.alarms = alarms;
    }

    AsyncSharQ any() {
        return of(0, DEFAULT);
    }

    AsyncSharQ finishing(long retentionMicros) {
        return of(retentionMicros, DEFAULT);
    }

    AsyncSharQ failing(DeadLimits limits) {
        return of(0, limits);
    }

    AsyncSharQ throttling(long maxHoldMicros) {
        return of(new Key(0, DEFAULT, maxHoldMicros));
    }

    private AsyncSharQ of(long retentionMicros, DeadLimits limits) {
        return of(new Key(retentionMicros, limits, 1));
    }

    private AsyncSharQ of(Key key) {
        return opened.computeIfAbsent(key, this::open).async();
    }

    private SharQ open(Key key) {
        return SharQ.builder()
                .backend(backend)
                .alarms(alarms)
                .upkeep(false)
                .settings(SharQSettings.builder()
                        .finishedRetention(micros(key.retentionMicros()))
                        .deadJobMaxCount(key.limits().maxCount())
                        .deadJobMaxAge(micros(key.limits().maxAgeMicros()))
                        .throttleMaxHold(micros(key.maxHoldMicros()))
                        .maxBatchSize(io.sharq.api.Bounds.MAX_BATCH)
                        .build())
                .open();
    }

    static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        opened.values().forEach(SharQ::close);
    }
}
