package io.sharq.tck.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A violation of a rule in a history.
 *
 * @param rule the invariant and the rule
 * @param fault the fault
 * @param change where it was found, or null if it was found in the final state
 * @param before the changes of the queue before it
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
