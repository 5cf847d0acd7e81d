package io.sharq.api;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The content of a job, as bytes that SharQ does not interpret. Immutable. Two payloads are equal if their bytes are.
 */
public final class Payload {
    private static final Payload EMPTY = new Payload(new byte[0]);

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A payload of a copy of {@code bytes}.
     *
     * @param bytes the content
     * @return the payload
     * @throws InvalidValueException if it is null
     */
    public static Payload of(byte[] bytes) {
        return wrap(Bounds.required("payload", bytes).clone());
    }

    /**
     * A payload that uses the array itself, without a copy.
     *
     * @param bytes the content, which must not be modified afterwards
     * @return the payload
     * @throws InvalidValueException if it is null
     */
    public static Payload wrap(byte[] bytes) {
        return Bounds.required("payload", bytes).length == 0 ? EMPTY : new Payload(bytes);
    }

    /**
     * The number of bytes.
     *
     * @return the size, at least 0
     */
    public int size() {
        return bytes.length;
    }

    /**
     * A copy of the bytes.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * A view of the bytes that copies nothing.
     *
     * @return a new read-only buffer over the whole content
     */
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns only the size: a payload is user data and does not belong in logs. */
    @Override
    public String toString() {
        return "Payload[" + bytes.length + " bytes]";
    }
}
