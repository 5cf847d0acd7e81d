package io.sharq.api;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the store could not perform an operation. The {@link #outcome()} says whether the operation may have
 * happened.
 */
public final class BackendException extends SharQException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Whether the operation may have happened. */
    private final Outcome outcome;

    /** The operation that failed. */
    private final String operation;

    /** What went wrong. */
    private final String problem;

    /** The bound that the operation would exceed, if that is what went wrong. */
    private final @Nullable String bound;

    /** The feature that the store lacks, if that is what went wrong. */
    private final @Nullable Feature feature;

    /**
     * A failure of {@code operation}.
     *
     * @param outcome whether the operation may have happened
     * @param operation the operation and its subject, such as {@code enqueue to sms}
     * @param message what went wrong
     * @param cause the store's own exception, or null if there is none
     */
    public BackendException(Outcome outcome, String operation, String message, @Nullable Throwable cause) {
        this(outcome, operation, message, null, null, cause);
    }

    private BackendException(
            Outcome outcome,
            String operation,
            String message,
            @Nullable String bound,
            @Nullable Feature feature,
            @Nullable Throwable cause) {
        super(operation + ": " + message + " (" + outcome + ")", cause);
        this.outcome = outcome;
        this.operation = operation;
        this.problem = message;
        this.bound = bound;
        this.feature = feature;
    }

    /**
     * Creates the refusal of an operation that would exceed a bound of the store. Nothing was changed.
     *
     * @param operation the operation and its subject
     * @param bound the setting of the bound, such as {@code max_types}
     * @param message what went wrong
     * @return a failure of the outcome {@link Outcome#REJECTED}
     */
    public static BackendException atBound(String operation, String bound, String message) {
        return new BackendException(Outcome.REJECTED, operation, message, bound, null, null);
    }

    /**
     * Creates the refusal of an operation whose feature a backend does not list. Nothing was changed.
     *
     * @param operation the operation and its subject
     * @param feature the feature
     * @return a failure of the outcome {@link Outcome#REJECTED}
     */
    public static BackendException notOffered(String operation, Feature feature) {
        return new BackendException(
                Outcome.REJECTED,
                operation,
                "This backend does not offer " + feature.description() + ".",
                null,
                feature,
                null);
    }

    /**
     * The bound of the store that refused the operation.
     *
     * @return the setting of the bound, such as {@code max_types}; empty for any other failure
     */
    public Optional<String> bound() {
        return Optional.ofNullable(bound);
    }

    /**
     * The feature that the operation needs and the backend does not list.
     *
     * @return the feature; empty for any other failure
     */
    public Optional<Feature> feature() {
        return Optional.ofNullable(feature);
    }

    /**
     * Converts the failure of one part of a larger operation whose other parts were done: the whole may have
     * happened.
     *
     * @param done a clause that says what was done
     * @return a failure of the outcome {@link Outcome#UNKNOWN}
     */
    public BackendException ofWorkPartlyDone(String done) {
        return outcome == Outcome.UNKNOWN
                ? this
                : new BackendException(Outcome.UNKNOWN, operation, done + ", then: " + problem, this);
    }

    /**
     * The same failure for a thread that waited for it: with that thread's stack trace, and this exception as its cause.
     *
     * @return an exception that says what this one says
     */
    public BackendException forCaller() {
        return new BackendException(outcome, operation, problem, bound, feature, this);
    }

    /**
     * Whether the operation may have happened.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * What went wrong.
     *
     * @return the message without operation and outcome
     */
    public String problem() {
        return problem;
    }

    /**
     * The operation that failed.
     *
     * @return the operation and its subject, such as {@code enqueue to sms}
     */
    public String operation() {
        return operation;
    }
}
