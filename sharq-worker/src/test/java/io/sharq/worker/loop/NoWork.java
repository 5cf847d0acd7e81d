package io.sharq.worker.loop;

import io.sharq.Delivery;
import io.sharq.TraceScope;
import io.sharq.api.Payload;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Work that succeeds at once, for tests to override. */
class NoWork implements Work {
    @Override
    public String name() {
        return "notify";
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Map<Integer, Throwable> perform(
            List<Delivery> batch,
            IntPredicate isLost,
            BiConsumer<Integer, Payload> results,
            IntFunction<TraceScope> traces)
            throws InterruptedException {
        return Map.of();
    }
}
