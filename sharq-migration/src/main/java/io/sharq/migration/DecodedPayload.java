package io.sharq.migration;

import io.sharq.api.Payload;

/** A payload of the original in a form that a worker of SharQ reads. */
sealed interface DecodedPayload {
    /** The content of the new job. */
    Payload content();

    /** JSON that says all of it, with every digit. */
    record Json(Payload content) implements DecodedPayload {}

    /** The bytes that the payload was, of MessagePack's type bin. */
    record Binary(Payload content) implements DecodedPayload {}

    /** MessagePack that JSON cannot say, without the quotes of the older serialisation. */
    record MessagePack(Payload content) implements DecodedPayload {}

    /** The bytes as they are stored, because they are not one MessagePack value. */
    record Undecodable(Payload content) implements DecodedPayload {}
}
