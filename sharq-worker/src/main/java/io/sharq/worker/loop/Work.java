package io.sharq.worker.loop;

import io.sharq.Delivery;
import io.sharq.TraceScope;
import io.sharq.api.Payload;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** What a loop does with the requests of one handler: user code, which may throw anything. */
public interface Work {
    /** The handler's name, which is the queue type of its requests. */
    String name();

    /** Begins with a sub-queue. */
    void start() throws Exception;

    /** Ends with a sub-queue. */
    void stop() throws Exception;

    /**
     * Performs a batch.
     *
     * @param batch the requests of one sub-queue, in order
     * @param isLost whether the lease at a position of the batch is lost
     * @param results takes the result that the request at a position of the batch leaves
     * @param traces makes the trace of the request at a position of the batch the current one of the calling thread
     * @return the cause of each request that failed, by its position
     * @throws InterruptedException if the handler was interrupted or threw this exception
     */
    Map<Integer, Throwable> perform(
            List<Delivery> batch,
            IntPredicate isLost,
            BiConsumer<Integer, Payload> results,
            IntFunction<TraceScope> traces)
            throws InterruptedException;
}
