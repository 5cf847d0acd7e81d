package io.sharq.redis.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.LeaseToken;
import io.sharq.api.TimeSource;
import io.sharq.spi.LeaseRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ARGV of one script call, in order. Numbers are decimal; identifiers are {@linkplain IdCode encoded}. */
public final class ScriptArguments {
    private static final byte[] EMPTY = new byte[0];
    private static final int NUMBER_BYTES = 7;

    private final List<byte[]> values = new ArrayList<>();

    private ScriptArguments() {}

    /** Creates arguments without a clock. */
    public static ScriptArguments none() {
        return new ScriptArguments();
    }

    /**
     * Creates arguments that begin with the clock, as those of all partition scripts do. An empty value means the server's
     * clock.
     */
    public static ScriptArguments at(@Nullable TimeSource clock) {
        ScriptArguments arguments = new ScriptArguments();
        return clock == null ? arguments.add(EMPTY) : arguments.add(clock.nowMicros());
    }

    /** Creates arguments for a type of several partitions. They begin with the clock and the greatest revision seen. */
    public static ScriptArguments at(@Nullable TimeSource clock, long seenRevision) {
        String own = clock == null ? "" : Long.toString(clock.nowMicros());
        return new ScriptArguments().add(own + "/" + seenRevision);
    }

    public ScriptArguments add(byte[] value) {
        values.add(value);
        return this;
    }

    public ScriptArguments add(String value) {
        return add(value.getBytes(UTF_8));
    }

    public ScriptArguments add(long value) {
        return add(Long.toString(value));
    }

    public ScriptArguments flag(boolean value) {
        return add(value ? 1 : 0);
    }

    /** Adds a setting. Null leaves the stored value unchanged. */
    public ScriptArguments optional(@Nullable Number value) {
        return value == null ? add(EMPTY) : add(value.longValue());
    }

    /** Adds a setting. Null leaves the stored value unchanged. */
    public ScriptArguments optional(@Nullable Boolean value) {
        return value == null ? add(EMPTY) : flag(value);
    }

    public ScriptArguments id(String id) {
        return add(IdCode.encode(id));
    }

    public ScriptArguments nonce(long nonce) {
        return add(ByteBuffer.allocate(Long.BYTES).putLong(nonce).array());
    }

    public ScriptArguments lease(LeaseRef lease) {
        id(lease.queueId()).id(lease.jobId());
        LeaseToken token = lease.token();
        return token == null ? add(EMPTY) : add(tokenBytes(token));
    }

    public ScriptArguments leases(List<LeaseRef> leases) {
        add(leases.size());
        leases.forEach(this::lease);
        return this;
    }

    public byte[][] toArray() {
        return values.toArray(byte[][]::new);
    }

    /**
     * Encodes a token: the number in 7 bytes, then the nonce. A larger number was issued by no script, and matches nothing.
     */
    private static byte[] tokenBytes(LeaseToken token) {
        byte[] whole = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(token.number())
                .putLong(token.nonce())
                .array();
        return whole[0] == 0 ? Arrays.copyOfRange(whole, Long.BYTES - NUMBER_BYTES, whole.length) : whole;
    }
}
