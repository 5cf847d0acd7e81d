package io.sharq.benchmarks.scenario;

import io.sharq.api.InvalidValueException;

/** Checks of settings. */
final class Settings {
    private Settings() {}

    static void atLeast(String field, double least, double value) {
        // Written so that NaN is refused.
        if (!(value >= least)) {
            throw new InvalidValueException(
                    field, "it must be at least " + number(least) + ", but is " + number(value));
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
