package io.sharq.redis.operation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sharq.api.Bounds;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import io.sharq.redis.script.IdCode;
import io.sharq.redis.script.PackedHeaders;
import io.sharq.redis.script.ScriptReply;
import io.sharq.rules.Deadlines;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A waiting job as a listing names it: the set that it is in, and its member of that set after the queue's code. As text it is
 * the cursor of the next page. A damaged entry is no job, and yet a page may end with it.
 */
final class WaitingJobs {
    static final WaitingJobs START = new WaitingJobs("q", new byte[0], Headers.NONE, Deadlines.NONE);

    private static final int DUE = 7;
    private static final int PLACE = 9;

    private final String set;
    private final byte[] member;
    private final Headers headers;
    private final long deadlineMicros;

    private WaitingJobs(String set, byte[] member, Headers headers, long deadlineMicros) {
        this.set = set;
        this.member = member;
        this.headers = headers;
        this.deadlineMicros = deadlineMicros;
    }

    /** The set: {@code q} for the queued jobs or {@code s} for the scheduled ones. */
    String set() {
        return set;
    }

    /** The member: for a queued job the place and the job's code, for a scheduled one the due instant before them. */
    byte[] member() {
        return member;
    }

    /** Reads the next job of a script's reply. */
    static WaitingJobs of(ScriptReply reply) {
        String name = new String(reply.bytes(), ISO_8859_1);
        byte[] member = reply.bytes();
        Headers headers = PackedHeaders.unpack(reply.bytes());
        boolean hasDeadline = name.length() > 1;
        return new WaitingJobs(name.substring(0, 1), member, headers, hasDeadline ? reply.number() : Deadlines.NONE);
    }

    /** The job after which a page begins. */
    static WaitingJobs after(@Nullable String cursor) {
        if (cursor == null) {
            return START;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length > 0) {
                WaitingJobs last = new WaitingJobs(
                        new String(bytes, 0, 1, ISO_8859_1),
                        Arrays.copyOfRange(bytes, 1, bytes.length),
                        Headers.NONE,
                        Deadlines.NONE);
                if (last.isInSet()) {
                    return last;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("cursor", "It must be one that a listing of jobs returned.", e);
        }
        throw new InvalidValueException("cursor", "It must be one that a listing of jobs returned.");
    }

    private boolean isInSet() {
        return (set.equals("q") || set.equals("s")) && member.length > 0;
    }

    /** Whether the member can be read: it has a place, and the code of an identifier. */
    boolean isJob() {
        return member.length > offset() + PLACE && IdCode.isCode(code());
    }

    String toCursor() {
        byte[] bytes = ByteBuffer.allocate(1 + member.length)
                .put(set.getBytes(ISO_8859_1))
                .put(member)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    boolean isScheduled() {
        return set.equals("s");
    }

    private int offset() {
        return isScheduled() ? DUE : 0;
    }

    private byte[] code() {
        return Arrays.copyOfRange(member, offset() + PLACE, member.length);
    }

    String jobId() {
        return IdCode.decode(code());
    }

    int order() {
        return (ByteBuffer.wrap(member, offset(), Short.BYTES).getShort() & 0xffff) + Bounds.MIN_ORDER;
    }

    /** The steady instant at which a scheduled job is due. */
    long dueMicros() {
        return ByteBuffer.allocate(Long.BYTES)
                .put((byte) 0)
                .put(member, 0, DUE)
                .flip()
                .getLong();
    }

    Headers headers() {
        return headers;
    }

    /** The steady instant of its deadline; {@link Deadlines#NONE} if it has none. */
    long deadlineMicros() {
        return deadlineMicros;
    }
}
