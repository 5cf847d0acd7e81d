package io.sharq.server;

import io.sharq.api.SharQException;
import java.io.Serial;

/** A queue id without its type. */
final class UnaccompaniedException extends SharQException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnaccompaniedException() {
        super("`queue_id` should be accompanied by `queue_type`.", null);
    }
}
