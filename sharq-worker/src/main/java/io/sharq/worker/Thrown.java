package io.sharq.worker;

import io.sharq.logging.FailureLog;
import org.slf4j.Logger;

/**
 * Something that user code threw. Its text and its log line never throw: the methods of an exception are user code too.
 *
 * @param cause what was thrown
 */
record Thrown(Throwable cause) {
    /** What it says of itself, or the name of its class if it cannot. */
    @SuppressWarnings("IllegalCatch") // toString is user code.
    String text() {
        try {
            String text = cause.toString();
            return text == null ? cause.getClass().getName() : text;
        } catch (Throwable e) {
            return cause.getClass().getName();
        }
    }

    /** Logs the first of its kind in full; a log of failures counts the others. */
    @SuppressWarnings("IllegalCatch") // The log of failures reads its text.
    void warn(FailureLog counted, String what, Logger log, String message) {
        boolean isFirst;
        try {
            isFirst = counted.isFirst(what, cause);
        } catch (Throwable e) {
            isFirst = true;
        }
        if (isFirst) {
            warn(log, message);
        }
    }

    /** Logs it with its stack trace, or without where it cannot be read. */
    @SuppressWarnings("IllegalCatch") // A log reads the exception's message, causes and stack trace.
    void warn(Logger log, String message) {
        try {
            log.warn(message, cause);
        } catch (Throwable e) {
            log.warn("{}: {}", message, text());
        }
    }
}
