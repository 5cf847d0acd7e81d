package io.sharq.observation;

import io.micrometer.common.KeyValues;
import io.sharq.api.JobKey;

/**
 * The names of key values. Those that begin with {@code messaging} are attributes of OpenTelemetry's semantic conventions for
 * messaging.
 */
final class KeyNames {
    /** Low cardinality: the queue type. */
    static final String TYPE = "sharq.type";

    /** Low cardinality. */
    static final String OUTCOME = "sharq.outcome";

    static final String QUEUE = "messaging.destination.name";
    static final String JOB = "messaging.message.id";
    static final String BATCH = "messaging.batch.message_count";
    static final String DELIVERIES = "sharq.deliveries";

    private static final String SYSTEM = "messaging.system";
    private static final String OPERATION_NAME = "messaging.operation.name";
    private static final String OPERATION_TYPE = "messaging.operation.type";

    private KeyNames() {}

    static KeyValues operation(String name, String type) {
        return KeyValues.of(SYSTEM, "sharq", OPERATION_NAME, name, OPERATION_TYPE, type);
    }

    static KeyValues of(JobKey job) {
        return KeyValues.of(QUEUE, job.queue().toString(), JOB, job.id());
    }
}
