package io.sharq.tck.history;

import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.tck.Trial;
import java.util.List;

/** Which rules the check finds broken in a history of one queue. */
final class BrokenRules {
    private BrokenRules() {}

    static List<String> in(List<Call> calls, Backend model) {
        QueueDescription queue =
                Trial.get(model.describe(new QueueKey(Trial.TYPE, "queue"))).orElseThrow();
        return HistoryCheck.violations(calls, id -> queue).stream()
                .map(Violation::rule)
                .distinct()
                .toList();
    }
}
