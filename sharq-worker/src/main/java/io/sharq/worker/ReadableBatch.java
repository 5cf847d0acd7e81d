package io.sharq.worker;

import io.sharq.Delivery;
import io.sharq.TraceScope;
import io.sharq.api.Bounds;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Payload;
import io.sharq.worker.registration.RequestJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** The requests that could be read, by their positions in the list that the handler gets. */
record ReadableBatch(
        List<Delivery> deliveries,
        List<Integer> positions,
        IntPredicate lost,
        BiConsumer<Integer, Payload> results,
        IntFunction<TraceScope> traces)
        implements BatchResults {
    @Override
    public boolean isLost(int position) {
        return lost.test(positions.get(position));
    }

    @Override
    public boolean areAllLost() {
        return positions.stream().allMatch(lost::test);
    }

    @Override
    public Headers headers(int position) {
        return deliveries.get(positions.get(position)).headers();
    }

    @Override
    public TraceScope trace(int position) {
        return traces.apply(positions.get(position));
    }

    /** Checked here, so that a result which cannot be kept is a failure of the handler and not of the finish. */
    @Override
    public void set(int position, Object result) {
        int own = positions.get(position);
        Payload payload = payload(Bounds.required("result", result));
        if (payload.size() > Bounds.MAX_RESULT_BYTES) {
            throw new InvalidValueException(
                    "result",
                    "It must have at most " + Bounds.MAX_RESULT_BYTES + " bytes, but has " + payload.size() + ".");
        }
        results.accept(own, payload);
    }

    private static Payload payload(Object result) {
        if (result instanceof Payload payload) {
            return payload;
        }
        return result instanceof byte[] bytes
                ? Payload.of(bytes)
                : Payload.wrap(RequestJson.of("result", result).getBytes(StandardCharsets.UTF_8));
    }
}
