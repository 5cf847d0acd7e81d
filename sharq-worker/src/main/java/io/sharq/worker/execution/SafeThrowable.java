package io.sharq.worker.execution;

import io.sharq.logging.FailureLog;
import org.slf4j.Logger;

/**
 * A throwable from user code, read and logged without further failures: its own methods are user code too and may throw.
 *
 * @param cause the throwable
 */
public record SafeThrowable(Throwable cause) {
    /** Its {@code toString}, or the name of its class if that fails or is null. */
    @SuppressWarnings("IllegalCatch") // toString is user code.
    public String text() {
        try {
            String text = cause.toString();
            return text == null ? cause.getClass().getName() : text;
        } catch (Throwable e) {
            return cause.getClass().getName();
        }
    }

    /** Logs the first failure of a kind in full and lets the failure log count the rest. */
    @SuppressWarnings("IllegalCatch") // The failure log reads the throwable's text.
    public void warn(FailureLog counted, String what, Logger log, String message) {
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

    @SuppressWarnings("IllegalCatch") // A log reads the exception's message, causes and stack trace.
    private void warn(Logger log, String message) {
        try {
            log.warn(message, cause);
        } catch (Throwable e) {
            log.warn("{}: {}", message, text());
        }
    }
}
