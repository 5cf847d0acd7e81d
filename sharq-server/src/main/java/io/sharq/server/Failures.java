package io.sharq.server;

import io.sharq.api.BackendException;
import io.sharq.api.Feature;
import io.sharq.api.InvalidValueException;
import io.sharq.logging.FailureLog;
import io.sharq.server.api.Answer;
import io.sharq.server.api.Json;
import io.sharq.server.api.TooManyException;
import io.sharq.server.contract.MissingValueException;
import io.sharq.server.contract.TooLargeException;
import io.sharq.server.contract.UnknownParameterException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Maps exceptions to responses. An internal failure is logged, the first of its kind with the id of its request; its details
 * are not sent to the client.
 */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private Failures() {}

    static Answer answer(Throwable failure, String operation, String requestId) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return answer(failure.getCause(), operation, requestId);
        }
        if (failure instanceof InvalidValueException invalid) {
            return invalid(invalid);
        }
        if (failure instanceof UnknownParameterException unknown) {
            return invalid(400, unknown.name(), unknown.fault());
        }
        if (failure instanceof MissingValueException || failure instanceof UnaccompaniedException) {
            return Answer.failure(400, message(failure));
        }
        if (failure instanceof UnsupportedMediaException) {
            return Answer.failure(415, message(failure));
        }
        if (failure instanceof TooLargeException) {
            return Answer.failure(413, message(failure));
        }
        if (failure instanceof TooManyException many) {
            return Answer.failure(429, message(failure)).retryAfter(many.retryAfterSeconds());
        }
        if (failure instanceof CancellationException) {
            return Answer.failure(503, "The client has gone.");
        }
        if (failure instanceof BackendException backend) {
            if (backend.feature().isPresent()) {
                return notOffered(backend.problem(), backend.feature().get());
            }
            log(Level.WARN, "The store could not answer", backend, operation, requestId);
            return store(backend, requestId);
        }
        log(Level.ERROR, "A request failed", failure, operation, requestId);
        return Answer.failure(500, json -> {
            json.writeStringField("message", "The server failed; its log says why.");
            json.writeStringField("request_id", requestId);
        });
    }

    /** While the store is unreachable every request fails: the first stack trace is enough. */
    private static void log(Level level, String what, Throwable failure, String operation, String requestId) {
        boolean isFirst = COUNTED.isFirst(what, failure);
        LoggingEventBuilder event = LOG.atLevel(isFirst ? level : Level.DEBUG)
                .addKeyValue("request", requestId)
                .addKeyValue("operation", operation);
        if (isFirst) {
            event.setCause(failure).log(what + "; others like it are counted, and logged at DEBUG");
        } else {
            event.log(what + " either");
        }
    }

    /** Logs the counts of failures that were not logged. */
    static void flush() {
        COUNTED.flush();
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? "" : failure.getMessage();
    }

    /** The message of the original, with the fault added. A payload is refused only for its size, hence 413. */
    private static Answer invalid(InvalidValueException invalid) {
        return invalid(invalid.field().equals("payload") ? 413 : 400, invalid.field(), invalid.fault());
    }

    private static Answer invalid(int status, String field, String fault) {
        return Answer.failure(status, json -> {
            json.writeStringField("message", "`" + field + "` has an invalid value.");
            json.writeStringField("fault", fault);
        });
    }

    private static Answer store(BackendException failure, String requestId) {
        if (failure.bound().isPresent()) {
            return Answer.storeFull(failure.problem());
        }
        return switch (failure.outcome()) {
            case NOT_DONE ->
                answer(503, "The store does not answer. Nothing was done.", requestId)
                        .retryAfter(1);
            case UNKNOWN -> answer(504, "The store's answer was lost. It may have been done.", requestId);
            case REJECTED ->
                answer(
                        500,
                        "The store refused, and would refuse again. Nothing was done; the log says why.",
                        requestId);
        };
    }

    private static Answer notOffered(String message, Feature feature) {
        return Answer.failure(501, json -> {
            json.writeStringField("message", message);
            json.writeStringField("feature", Json.lower(feature));
        });
    }

    private static Answer answer(int status, String message, String requestId) {
        return Answer.failure(status, json -> {
            json.writeStringField("message", message);
            json.writeStringField("request_id", requestId);
        });
    }
}
