package io.sharq.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.sharq.TracedJob;
import java.util.Locale;

/** The name and the key values of the performance of a job. */
final class PerformConvention implements ObservationConvention<PerformContext> {
    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof PerformContext;
    }

    @Override
    public String getName() {
        return "sharq.perform";
    }

    @Override
    public String getContextualName(PerformContext context) {
        return "perform " + context.job().job().queue().type();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(PerformContext context) {
        return KeyValues.of(
                KeyNames.TYPE,
                context.job().job().queue().type(),
                KeyNames.OUTCOME,
                context.outcome().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(PerformContext context) {
        TracedJob job = context.job();
        KeyValues values = KeyNames.operation("perform", "process")
                .and(KeyNames.of(job.job()))
                .and(KeyNames.DELIVERIES, String.valueOf(job.deliveries()));
        return job.batchSize() == 1 ? values : values.and(KeyNames.BATCH, String.valueOf(job.batchSize()));
    }
}
