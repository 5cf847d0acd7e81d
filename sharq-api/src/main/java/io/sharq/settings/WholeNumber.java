package io.sharq.settings;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;

/**
 * Whole numbers in a range.
 *
 * @param least the least number
 * @param greatest the greatest number
 * @param unit the unit, empty if there is none
 */
public record WholeNumber(int least, int greatest, String unit) implements ValueType<Integer> {
    @Override
    public Integer parse(String key, String text) {
        return (int) parse(key, text, least, greatest, "a whole number");
    }

    static long parse(String key, String text, long least, long greatest, String kind) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= greatest) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // Reported by the exception below.
        }
        throw new InvalidValueException(
                key, "it must be " + kind + " from " + least + " to " + greatest + ", but is \"" + text + "\"");
    }

    @Override
    public Integer check(String key, Integer value) {
        return (int) Bounds.range(key, value, least, greatest);
    }

    @Override
    public String range() {
        return (unit.isEmpty() ? "" : unit + ", ") + least + " to " + greatest;
    }
}
