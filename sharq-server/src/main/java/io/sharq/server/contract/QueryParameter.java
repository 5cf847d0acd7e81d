package io.sharq.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sharq.api.InvalidValueException;
import java.math.BigDecimal;

/**
 * A parameter of the query.
 *
 * @param name its name
 * @param type the JSON type of its value
 * @param shape what its value must be
 */
public record QueryParameter(String name, String type, Shape shape) {
    /** The longest number that an operation accepts. */
    private static final int LONGEST_NUMBER = 20;

    /**
     * Reads a value.
     *
     * @param text the value as it stands in the query, decoded
     * @return the value
     * @throws InvalidValueException if it is not what it must be
     */
    public JsonNode read(String text) {
        JsonNode value = parse(text);
        shape.check(name, value);
        return value;
    }

    private JsonNode parse(String text) {
        if (type.equals("string")) {
            return TextNode.valueOf(text);
        }
        try {
            if (text.length() > LONGEST_NUMBER) {
                throw new NumberFormatException(text.length() + " characters");
            }
            // Java would accept the digits of any script.
            if (text.chars().anyMatch(c -> c > 0x7f)) {
                throw new NumberFormatException("not ASCII");
            }
            return type.equals("integer")
                    ? LongNode.valueOf(Long.parseLong(text))
                    : DecimalNode.valueOf(plain(new BigDecimal(text)));
        } catch (NumberFormatException e) {
            throw new InvalidValueException(name, "It must be a number of type " + type + ".", e);
        }
    }

    /** Refuses a large exponent: a few characters may denote a number of a gigabyte of digits. */
    private static BigDecimal plain(BigDecimal number) {
        if (Math.abs((long) number.scale()) > LONGEST_NUMBER) {
            throw new NumberFormatException("exponent " + number.scale());
        }
        return number;
    }
}
