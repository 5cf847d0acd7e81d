package io.sharq.spring.autoconfigure;

import io.sharq.SharQ;
import io.sharq.api.Health;
import io.sharq.spring.SharQListeners;
import io.sharq.worker.WorkerHealth;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A health, in the words that both versions of Boot have.
 *
 * @param isUp whether it is up
 * @param details what there is to say, in its order
 */
record HealthReport(boolean isUp, Map<String, Object> details) {
    /** The health of the store: whether this process can serve requests that enqueue jobs. */
    static HealthReport ofStore(SharQ sharq) {
        Health health = sharq.health();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("store", health.description());
        details.put("roundTripMicros", health.roundTripMicros());
        if (!health.warnings().isEmpty()) {
            details.put("warnings", health.warnings());
        }
        if (health.damaged() > 0) {
            details.put("damaged", health.damaged());
        }
        return new HealthReport(health.available(), details);
    }

    /** The health of the workers: whether this process should be restarted because threads have ended. */
    static HealthReport ofWorkers(SharQListeners listeners) {
        Map<String, Object> details = new LinkedHashMap<>();
        boolean isUp = true;
        for (Map.Entry<String, WorkerHealth> each : listeners.health().entrySet()) {
            WorkerHealth health = each.getValue();
            isUp &= health.isHealthy();
            details.put(
                    each.getKey(),
                    health.running() + " of " + health.started() + " threads run"
                            + health.lastFailure()
                                    .map(failure -> "; last failure: " + failure)
                                    .orElse(""));
        }
        return new HealthReport(isUp, details);
    }
}
