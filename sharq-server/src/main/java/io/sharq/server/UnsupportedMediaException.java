package io.sharq.server;

import io.sharq.api.SharQException;
import java.io.Serial;

/** A body of a kind that is not read. */
final class UnsupportedMediaException extends SharQException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnsupportedMediaException(String message) {
        super(message, null);
    }
}
