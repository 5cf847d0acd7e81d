package io.sharq.redis.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.LeaseToken;
import io.sharq.api.Stamp;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** A script's reply, read sequentially. */
public final class ScriptReply {
    private final List<Object> elements;
    private final int partition;
    private int position;

    public ScriptReply(List<Object> elements, int partition) {
        this.elements = elements;
        this.partition = partition;
    }

    public boolean hasMore() {
        return position < elements.size();
    }

    /** Whether the next element is nil. */
    boolean nextIsAbsent() {
        return elements.get(position) == null;
    }

    /** Whether the next element is the number 0. */
    public boolean nextIsZero() {
        return elements.get(position) instanceof Long number && number == 0;
    }

    /** Whether the next element is the number -1, by which a script says that it is not done. */
    public boolean nextIsIncomplete() {
        return hasMore() && elements.get(position) instanceof Long number && number == -1;
    }

    public ScriptReply skip() {
        position++;
        return this;
    }

    public long number() {
        return (Long) elements.get(position++);
    }

    /** The number that was read last. */
    public long last() {
        return (Long) elements.get(position - 1);
    }

    public int integer() {
        return Math.toIntExact(number());
    }

    public boolean flag() {
        return number() == 1;
    }

    public byte[] bytes() {
        return (byte[]) elements.get(position++);
    }

    /** Whether the next element is a list. */
    public boolean nextIsList() {
        return elements.get(position) instanceof List<?>;
    }

    /** The elements of a list. */
    public ScriptReply list() {
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) elements.get(position++);
        return new ScriptReply(list, partition);
    }

    public String text() {
        return new String(bytes(), UTF_8);
    }

    public String id() {
        return IdCode.decode(bytes());
    }

    public OptionalLong optionalNumber() {
        if (nextIsAbsent()) {
            skip();
            return OptionalLong.empty();
        }
        return OptionalLong.of(number());
    }

    public LeaseToken token() {
        byte[] token = bytes();
        ByteBuffer whole = ByteBuffer.allocate(2 * Long.BYTES);
        whole.position(whole.capacity() - token.length);
        whole.put(token).flip();
        return new LeaseToken(whole.getLong(), whole.getLong());
    }

    public Stamp stamp(long revision, long atMicros) {
        return new Stamp(partition, revision, atMicros);
    }
}
