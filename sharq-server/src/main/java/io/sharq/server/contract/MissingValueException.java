package io.sharq.server.contract;

import io.sharq.api.SharQException;
import java.io.Serial;

/** A value that a request must have and has not. */
public final class MissingValueException extends SharQException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A request without a field.
     *
     * @param field the field's name
     */
    public MissingValueException(String field) {
        super("`" + field + "` is a mandatory parameter", null);
    }
}
