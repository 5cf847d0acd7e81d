package io.sharq.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.Set;

/** A JSON schema of the document, which validates values. Thread-safe. */
public final class Shape {
    private static final String IDENTIFIER = "/components/schemas/identifier/";

    private final JsonSchema schema;

    Shape(JsonSchema schema) {
        this.schema = schema;
    }

    /**
     * Checks a value that has a name of its own.
     *
     * @param name what an error names
     * @param value the value
     * @throws InvalidValueException if it is not what it must be
     */
    public void check(String name, JsonNode value) {
        Set<ValidationMessage> faults = schema.validate(value);
        if (!faults.isEmpty()) {
            throw new InvalidValueException(name, fault(faults.iterator().next()));
        }
    }

    /**
     * Checks an object.
     *
     * @param body the object
     * @throws MissingValueException if a member of it is missing
     * @throws InvalidValueException if a member of it is not what it must be
     */
    public void check(JsonNode body) {
        Set<ValidationMessage> faults = schema.validate(body);
        if (faults.isEmpty()) {
            return;
        }
        // A missing member is reported first: otherwise a misspelt mandatory member would be reported as unknown only.
        ValidationMessage first = faults.stream()
                .filter(fault -> fault.getType().equals("required"))
                .findFirst()
                .orElseGet(() -> faults.iterator().next());
        String place = place(first);
        switch (first.getType()) {
            case "required" -> throw new MissingValueException(join(place, first.getProperty()));
            case "additionalProperties" ->
                throw new InvalidValueException(join(place, first.getProperty()), "There is no such member.");
            default -> throw invalid(place.isEmpty() ? "body" : place, first);
        }
    }

    /** An identifier is refused in the words of the core, which name the character and its position. */
    private static InvalidValueException invalid(String place, ValidationMessage message) {
        if (message.getSchemaLocation().toString().contains(IDENTIFIER)
                && message.getInstanceNode() != null
                && message.getInstanceNode().isTextual()) {
            try {
                Bounds.identifier(place, message.getInstanceNode().textValue());
            } catch (InvalidValueException e) {
                return e;
            }
        }
        return new InvalidValueException(place, fault(message));
    }

    private static String fault(ValidationMessage message) {
        String error = message.getError();
        if (message.getType().equals("type")) {
            // "integer found, string expected"
            int comma = error.indexOf(" found, ");
            return "It must be " + error.substring(comma + 8).replace(" expected", "") + ", but is "
                    + error.substring(0, comma) + ".";
        }
        return "It " + error + (error.endsWith(".") ? "" : ".");
    }

    /** The position in the body, as {@code jobs[3].interval}. */
    private static String place(ValidationMessage message) {
        String path = message.getInstanceLocation().toString();
        return path.startsWith("$.") ? path.substring(2) : path.substring(1);
    }

    private static String join(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
