package io.sharq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.LeaseToken;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.TimeSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ARGV of one script call, in order. Numbers are decimal; identifiers are {@linkplain IdCode encoded}. */
final class Arguments {
    private static final byte[] EMPTY = new byte[0];
    private static final int NUMBER_BYTES = 7;

    private final List<byte[]> values = new ArrayList<>();

    private Arguments() {}

    /** No arguments yet, for the scripts of the list, which need no clock. */
    static Arguments none() {
        return new Arguments();
    }

    /** Arguments that begin, as every partition's script's do, with the clock: empty for the server's own. */
    static Arguments at(@Nullable TimeSource clock) {
        Arguments arguments = new Arguments();
        return clock == null ? arguments.add(EMPTY) : arguments.add(clock.nowMicros());
    }

    /** Such arguments where a type has several partitions. */
    static Arguments at(@Nullable TimeSource clock, long seenRevision) {
        String own = clock == null ? "" : Long.toString(clock.nowMicros());
        return new Arguments().add(own + "/" + seenRevision);
    }

    Arguments add(byte[] value) {
        values.add(value);
        return this;
    }

    Arguments add(String value) {
        return add(value.getBytes(UTF_8));
    }

    Arguments add(long value) {
        return add(Long.toString(value));
    }

    Arguments flag(boolean value) {
        return add(value ? 1 : 0);
    }

    /** A setting that may be left as it is. */
    Arguments optional(@Nullable Number value) {
        return value == null ? add(EMPTY) : add(value.longValue());
    }

    /** A setting that may be left as it is. */
    Arguments optional(@Nullable Boolean value) {
        return value == null ? add(EMPTY) : flag(value);
    }

    Arguments id(String id) {
        return add(IdCode.encode(id));
    }

    Arguments nonce(long nonce) {
        return add(ByteBuffer.allocate(Long.BYTES).putLong(nonce).array());
    }

    Arguments lease(LeaseRef lease) {
        id(lease.queueId()).id(lease.jobId());
        LeaseToken token = lease.token();
        return token == null ? add(EMPTY) : add(tokenBytes(token));
    }

    Arguments leases(List<LeaseRef> leases) {
        add(leases.size());
        leases.forEach(this::lease);
        return this;
    }

    byte[][] toArray() {
        return values.toArray(byte[][]::new);
    }

    /** The number in 7 bytes, then the nonce. A number that needs more is none of ours and matches nothing. */
    private static byte[] tokenBytes(LeaseToken token) {
        byte[] whole = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(token.number())
                .putLong(token.nonce())
                .array();
        return whole[0] == 0 ? Arrays.copyOfRange(whole, Long.BYTES - NUMBER_BYTES, whole.length) : whole;
    }
}
