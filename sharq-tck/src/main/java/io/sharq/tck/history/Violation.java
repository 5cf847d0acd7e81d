package io.sharq.tck.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something in a history that no rule allows.
 *
 * @param rule the rule
 * @param fault what is wrong
 * @param change where, or null if it is wrong in the end
 * @param before what happened to the queue before that
 */
record Violation(String rule, String fault, @Nullable Change change, List<Change> before) {
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(rule + ": " + fault);
        if (change != null) {
            text.append("\nat     ").append(change).append("\ncalled ").append(change.call());
        }
        before.forEach(earlier -> text.append("\nafter  ").append(earlier));
        return text.toString();
    }
}
