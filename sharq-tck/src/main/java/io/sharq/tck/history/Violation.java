package io.sharq.tck.history;

import org.jspecify.annotations.Nullable;

/**
 * Something in a history that no rule allows.
 *
 * @param rule the rule
 * @param fault what is wrong
 * @param change where, or null if it is wrong in the end
 */
record Violation(String rule, String fault, @Nullable Change change) {
    @Override
    public String toString() {
        return rule + ": " + fault + (change == null ? "" : "\n    at " + change + "\n    called as " + change.call());
    }
}
