package io.sharq.worker;

import java.io.Serial;
import java.util.Map;

/** Thrown by a handler that performed some requests of a batch and not others. The others fail, each for its own reason. */
public final class BatchFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The causes by the positions of their requests. */
    private final transient Map<Integer, Throwable> causes;

    /**
     * A failure of some requests.
     *
     * @param causes why each of them failed, by its position in the batch, from 0
     */
    public BatchFailure(Map<Integer, ? extends Throwable> causes) {
        super(causes.size() + " requests of the batch failed");
        this.causes = Map.copyOf(causes);
        causes.values().forEach(this::addSuppressed);
    }

    Map<Integer, Throwable> causes() {
        return causes;
    }
}
