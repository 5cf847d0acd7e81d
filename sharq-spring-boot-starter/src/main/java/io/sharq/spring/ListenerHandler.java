package io.sharq.spring;

import io.sharq.worker.BatchLeases;
import io.sharq.worker.BatchResults;
import io.sharq.worker.Handler;
import io.sharq.worker.ResultHandler;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A handler that calls a listener. Thread-safe if the listener is. */
class ListenerHandler<T> implements Handler<T> {
    private final ListenerMethod method;
    private final Class<T> requestType;

    private ListenerHandler(ListenerMethod method, Class<T> requestType) {
        this.method = method;
        this.requestType = requestType;
    }

    static Handler<?> of(ListenerMethod method) {
        return method.signature().hasResult()
                ? new WithResults<>(method, method.signature().requestType())
                : new ListenerHandler<>(method, method.signature().requestType());
    }

    @Override
    public Class<T> requestType() {
        return requestType;
    }

    @Override
    public String name() {
        return method.type();
    }

    @Override
    public OptionalInt batchSize() {
        return method.batchSize();
    }

    @Override
    public void perform(List<T> requests) {
        throw new UnsupportedOperationException("a worker calls the method with leases");
    }

    @Override
    public void perform(List<T> requests, BatchLeases leases) throws Exception {
        Object unused = call(requests, leases);
    }

    /** A batch of single requests has one. */
    @Nullable
    Object call(List<T> requests, BatchLeases leases) throws Exception {
        ListenerSignature signature = method.signature();
        Object request = signature.isBatch() ? requests : requests.get(0);
        return switch (signature.second()) {
            case NONE -> method.invoke(request);
            case HEADERS -> method.invoke(request, leases.headers(0));
            case LEASES -> method.invoke(request, leases);
        };
    }

    @Override
    public String toString() {
        return method.toString();
    }

    private static final class WithResults<T> extends ListenerHandler<T> implements ResultHandler<T> {
        WithResults(ListenerMethod method, Class<T> requestType) {
            super(method, requestType);
        }

        @Override
        public void performWithResults(List<T> requests, BatchResults results) throws Exception {
            Object result = call(requests, results);
            if (result != null) {
                results.set(0, result);
            }
        }
    }
}
