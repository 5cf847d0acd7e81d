package io.sharq.server.api;

import io.sharq.AsyncSharQ;
import io.sharq.server.contract.Contract;
import io.sharq.server.contract.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The code of every operation, by the operation's name in the contract. */
public final class Api {
    private Api() {}

    /**
     * Finds the code of every operation.
     *
     * @param contract the contract
     * @param sharq what the operations act on
     * @param waits the dequeues that wait
     * @param quotas what callers may ask
     * @param metrics writes the server's own metrics
     * @param isClosing whether the server is about to end
     * @return a handler for each operation
     * @throws IllegalStateException if an operation has no code or some code no operation
     */
    public static Map<String, Handler> handlers(
            Contract contract,
            AsyncSharQ sharq,
            WaitingRequests waits,
            Quotas quotas,
            Supplier<CompletionStage<String>> metrics,
            BooleanSupplier isClosing) {
        Map<String, Handler> handlers = new HashMap<>();
        handlers.putAll(new EnqueueApi(sharq, quotas).handlers());
        handlers.putAll(new DequeueApi(sharq, waits).handlers());
        handlers.putAll(new LeaseApi(sharq).handlers());
        handlers.putAll(new QueueApi(sharq, waits).handlers());
        handlers.putAll(new DefaultsApi(sharq).handlers());
        handlers.putAll(new ListingApi(sharq).handlers());
        handlers.putAll(new WaitingJobApi(sharq).handlers());
        handlers.putAll(new DeadJobApi(sharq).handlers());
        handlers.putAll(new ServerApi(sharq, contract.json(), metrics, isClosing).handlers());
        Set<String> operations =
                contract.operations().stream().map(Operation::id).collect(Collectors.toSet());
        if (!operations.equals(handlers.keySet())) {
            throw new IllegalStateException(
                    "The contract has " + operations + ", but there is code for " + handlers.keySet());
        }
        return Map.copyOf(handlers);
    }
}
