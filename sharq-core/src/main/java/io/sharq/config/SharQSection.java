package io.sharq.config;

import static io.sharq.config.KnownSection.DEAD_JOB_MAX_AGE;
import static io.sharq.config.KnownSection.DEAD_JOB_MAX_COUNT;
import static io.sharq.config.KnownSection.DEFAULT_JOB_REQUEUE_LIMIT;
import static io.sharq.config.KnownSection.FINISHED_RETENTION;
import static io.sharq.config.KnownSection.JOB_EXPIRE_INTERVAL;
import static io.sharq.config.KnownSection.JOB_REQUEUE_INTERVAL;
import static io.sharq.config.KnownSection.MAX_BATCH_SIZE;
import static io.sharq.config.KnownSection.MAX_PAYLOAD_SIZE;
import static io.sharq.config.KnownSection.RETRY_FOR;

import io.sharq.SharQSettings;
import io.sharq.api.Bounds;
import java.time.Duration;

/**
 * The {@code [sharq]} section as settings. What it leaves out keeps the default of {@link SharQSettings}, which also has
 * the last word on every range.
 */
final class SharQSection {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration GREATEST = Duration.ofMillis(Bounds.MAX_INTERVAL_MILLIS);
    private static final int MAX_PAYLOAD_BYTES = 512 << 20;

    private SharQSection() {}

    static SharQSettings settings(Section section, FaultList faults) {
        SharQSettings.Builder settings = SharQSettings.builder();
        faults.collect(
                () -> section.millis(JOB_EXPIRE_INTERVAL, LEAST, GREATEST).ifPresent(settings::jobExpireInterval));
        faults.collect(
                () -> section.millis(JOB_REQUEUE_INTERVAL, LEAST, GREATEST).ifPresent(settings::jobRequeueInterval));
        faults.collect(() -> section.integer(DEFAULT_JOB_REQUEUE_LIMIT, Bounds.REQUEUE_ALWAYS, Bounds.MAX_COUNT)
                .ifPresent(settings::defaultJobRequeueLimit));
        faults.collect(
                () -> section.integer(MAX_PAYLOAD_SIZE, 0, MAX_PAYLOAD_BYTES).ifPresent(settings::maxPayloadSize));
        faults.collect(
                () -> section.integer(MAX_BATCH_SIZE, 1, Bounds.MAX_BATCH).ifPresent(settings::maxBatchSize));
        faults.collect(() ->
                section.millis(FINISHED_RETENTION, Duration.ZERO, GREATEST).ifPresent(settings::finishedRetention));
        faults.collect(
                () -> section.integer(DEAD_JOB_MAX_COUNT, 0, Bounds.MAX_COUNT).ifPresent(settings::deadJobMaxCount));
        faults.collect(() -> section.millis(DEAD_JOB_MAX_AGE, LEAST, GREATEST).ifPresent(settings::deadJobMaxAge));
        faults.collect(() -> section.millis(RETRY_FOR, Duration.ZERO, GREATEST).ifPresent(settings::retryFor));
        return settings.build();
    }
}
