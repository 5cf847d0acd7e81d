package io.sharq.server.api;

import java.util.HashMap;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param status the HTTP status
 * @param contentType what the body is
 * @param body the body
 * @param headers further headers
 * @param ifUndelivered what to do if it does not reach the client
 */
public record Answer(int status, String contentType, Body body, Map<String, String> headers, Runnable ifUndelivered) {
    /** How long the shortest time is after which it makes sense to try again. */
    static final String RETRY_AFTER = "Retry-After";

    private static final String JSON = "application/json";

    /** Queues are forgotten ten minutes after they drained, and which are next is not known. */
    private static final long STORE_FULL_SECONDS = 60;

    /** The bytes of a body, which nobody changes. */
    public static final class Body {
        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        /**
         * The bytes themselves.
         *
         * @return not to be changed
         */
        public byte[] bytes() {
            return bytes;
        }
    }

    /**
     * Keeps a copy of the map.
     *
     * @param status the HTTP status
     * @param contentType what the body is
     * @param body the body
     * @param headers further headers
     * @param ifUndelivered what to do if it does not reach the client
     */
    public Answer {
        headers = Map.copyOf(headers);
    }

    static Answer json(int status, Json.Members members) {
        return new Answer(status, JSON, new Body(Json.object(members)), Map.of(), Answer::nothing);
    }

    static Answer text(String contentType, byte[] bytes) {
        return new Answer(200, contentType, new Body(bytes), Map.of(), Answer::nothing);
    }

    static Answer success() {
        return success(json -> {});
    }

    static Answer success(Json.Members members) {
        return json(200, json -> {
            json.writeStringField("status", "success");
            members.write(json);
        });
    }

    static Answer failure(int status) {
        return failure(status, json -> {});
    }

    /**
     * The answer to {@code OPTIONS}.
     *
     * @param allowed the methods of the path, as the header {@code Allow} lists them
     * @return the answer
     */
    public static Answer methods(String allowed) {
        return success().header("Allow", allowed);
    }

    /**
     * A failure with a message.
     *
     * @param status the HTTP status
     * @param message for a person
     * @return the answer
     */
    public static Answer failure(int status, String message) {
        return failure(status, json -> json.writeStringField("message", message));
    }

    /**
     * A failure with members of its own.
     *
     * @param status the HTTP status
     * @param members what the answer says besides its status
     * @return the answer
     */
    public static Answer failure(int status, Json.Members members) {
        return json(status, json -> {
            json.writeStringField("status", "failure");
            members.write(json);
        });
    }

    /**
     * A refusal because the store keeps as many types or queues as it may.
     *
     * @param message for a person; it names the bound
     * @return the answer
     */
    public static Answer storeFull(String message) {
        return failure(429, message).retryAfter(STORE_FULL_SECONDS);
    }

    /**
     * The answer with one more header.
     *
     * @param name the header
     * @param value its value
     * @return an answer that has it
     */
    public Answer header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, body, more, ifUndelivered);
    }

    /**
     * The answer, saying when to try again.
     *
     * @param seconds how many seconds from now
     * @return an answer that says so
     */
    public Answer retryAfter(long seconds) {
        return header(RETRY_AFTER, Long.toString(seconds));
    }

    Answer ifUndelivered(Runnable task) {
        return new Answer(status, contentType, body, headers, task);
    }

    private static void nothing() {}
}
