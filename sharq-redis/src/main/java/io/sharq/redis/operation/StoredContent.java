package io.sharq.redis.operation;

import io.sharq.api.Headers;
import io.sharq.api.Payload;
import io.sharq.redis.script.PackedHeaders;
import io.sharq.redis.script.ScriptReply;

/**
 * What a job carries, as scripts return it: the payload alone, or for a job that has headers a list of the packed headers and
 * the payload.
 *
 * @param headers the headers
 * @param payload the payload
 */
record StoredContent(Headers headers, Payload payload) {
    static StoredContent of(ScriptReply reply) {
        if (!reply.nextIsList()) {
            return new StoredContent(Headers.NONE, Payload.wrap(reply.bytes()));
        }
        ScriptReply parts = reply.list();
        return new StoredContent(PackedHeaders.unpack(parts.bytes()), Payload.wrap(parts.bytes()));
    }
}
