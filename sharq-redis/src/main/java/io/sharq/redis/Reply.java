package io.sharq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.LeaseToken;
import io.sharq.spi.Stamp;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** A script's reply, read from the first element to the last. */
final class Reply {
    private final List<Object> elements;
    private final int partition;
    private int position;

    Reply(List<Object> elements, int partition) {
        this.elements = elements;
        this.partition = partition;
    }

    boolean hasMore() {
        return position < elements.size();
    }

    /** Whether the next element is nil. */
    boolean nextIsAbsent() {
        return elements.get(position) == null;
    }

    /** Whether the next element is the number 0. */
    boolean nextIsZero() {
        return elements.get(position) instanceof Long number && number == 0;
    }

    /** Whether the next element is the number -1, by which a script says that it is not done. */
    boolean nextIsIncomplete() {
        return hasMore() && elements.get(position) instanceof Long number && number == -1;
    }

    Reply skip() {
        position++;
        return this;
    }

    long number() {
        return (Long) elements.get(position++);
    }

    /** The number that was read last. */
    long last() {
        return (Long) elements.get(position - 1);
    }

    int integer() {
        return Math.toIntExact(number());
    }

    boolean flag() {
        return number() == 1;
    }

    byte[] bytes() {
        return (byte[]) elements.get(position++);
    }

    String text() {
        return new String(bytes(), UTF_8);
    }

    String id() {
        return IdCode.decode(bytes());
    }

    OptionalLong optionalNumber() {
        if (nextIsAbsent()) {
            skip();
            return OptionalLong.empty();
        }
        return OptionalLong.of(number());
    }

    LeaseToken token() {
        byte[] token = bytes();
        ByteBuffer whole = ByteBuffer.allocate(2 * Long.BYTES);
        whole.position(whole.capacity() - token.length);
        whole.put(token).flip();
        return new LeaseToken(whole.getLong(), whole.getLong());
    }

    Stamp stamp(long revision, long atMicros) {
        return new Stamp(partition, revision, atMicros);
    }
}
