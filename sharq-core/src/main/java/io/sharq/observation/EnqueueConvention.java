package io.sharq.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.QueueKey;
import java.util.List;
import java.util.Locale;

/** The name and the key values of an enqueue. */
final class EnqueueConvention implements ObservationConvention<EnqueueContext> {
    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof EnqueueContext;
    }

    @Override
    public String getName() {
        return "sharq.enqueue";
    }

    @Override
    public String getContextualName(EnqueueContext context) {
        return "enqueue " + context.type();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(EnqueueContext context) {
        return KeyValues.of(KeyNames.TYPE, context.type(), KeyNames.OUTCOME, outcome(context));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(EnqueueContext context) {
        KeyValues values = KeyNames.operation("enqueue", "send");
        List<QueueKey> queues =
                context.jobs().stream().map(job -> job.queue()).distinct().toList();
        if (queues.size() == 1) {
            values = values.and(KeyNames.QUEUE, queues.get(0).toString());
        }
        return context.jobs().size() == 1
                ? values.and(KeyNames.JOB, context.jobs().get(0).id())
                : values.and(KeyNames.BATCH, String.valueOf(context.jobs().size()));
    }

    private static String outcome(EnqueueContext context) {
        List<EnqueueStatus> statuses =
                context.results().stream().map(EnqueueResult::status).distinct().toList();
        return switch (statuses.size()) {
            case 0 -> "none";
            case 1 -> statuses.get(0).name().toLowerCase(Locale.ROOT);
            default -> "mixed";
        };
    }
}
