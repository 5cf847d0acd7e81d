package io.sharq.rules.limit;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A state as a store keeps it: text with numbers that a double holds. */
final class StoredState {
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(LevelEvent.Released.class), @JsonSubTypes.Type(LevelEvent.Changed.class)})
    private interface WithKind {}

    private static final ObjectMapper JSON = new ObjectMapper().addMixIn(LevelEvent.class, WithKind.class);

    private StoredState() {}

    /** The state after it was written and read again. */
    static LimitState reread(LimitState state) {
        try {
            String text = JSON.writeValueAsString(state);
            checkNumbers(JSON.readTree(text));
            return JSON.readValue(text, LimitState.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(state.toString(), e);
        }
    }

    private static void checkNumbers(JsonNode node) {
        if (node.isNumber() && (long) node.doubleValue() != node.longValue()) {
            throw new AssertionError(node + " is no double");
        }
        node.forEach(StoredState::checkNumbers);
    }
}
