import java.util.List;
import java.util.function.Consumer;

/** A job queue under comparison. Its calls block; the bench calls them from several threads. */
interface Peer extends AutoCloseable {
    /** The queue cannot do the work. The message is the reason. */
    final class Cannot extends Exception {
        private static final long serialVersionUID = 1;

        Cannot(String reason) {
            super(reason);
        }
    }

    /** Removes all jobs. */
    void clear() throws Exception;

    /** Enqueues one job. The id begins with the number of its queue and a dash. */
    void enqueue(String id) throws Exception;

    /** Enqueues jobs by one call. */
    void enqueueAll(List<String> ids) throws Exception;

    /** Begins to take jobs, one by a call, with some callers. A job is done when the handler returns. */
    void take(int callers, Consumer<String> handler) throws Exception;

    /** Begins to take jobs, several by a call. */
    void takeBatches(int callers, int batch, Consumer<String> handler) throws Exception;

    /** Begins to take jobs from queues that release one in each interval. */
    void takeLimited(int callers, int queues, long intervalMillis, Consumer<String> handler) throws Exception;

    /** Ends what a take began. */
    void stop() throws Exception;

    /** The queue of a job. */
    static int queueOf(String id) {
        return Integer.parseInt(id.substring(0, id.indexOf('-')));
    }
}
