package io.sharq.worker;

/** The leases of a batch, the headers of its requests, and the results that they leave (rule 27). Thread-safe. */
public interface BatchResults extends BatchLeases {
    /**
     * Sets the result of a request. It is kept when the request is finished, so a request that fails or is released leaves
     * none. A second result replaces the first.
     *
     * @param position the request's position in the batch, from 0
     * @param result an object that is written as JSON, a {@link io.sharq.api.Payload}, or bytes; at most 64 KiB
     * @throws IndexOutOfBoundsException if the batch has no such request
     * @throws io.sharq.api.InvalidValueException if the result is null, cannot be written as JSON, or is too long
     */
    void set(int position, Object result);
}
