package io.sharq.tck.mutants;

import java.util.List;

/**
 * A wrong backend: the model with a mistake that a person could make.
 *
 * @param rule the label's beginning of the properties that must see it
 * @param name what it gets wrong
 * @param edits how
 */
record Mutant(String rule, String name, List<Edit> edits) {
    static Mutant of(int rule, String name, Edit... edits) {
        return new Mutant("rule " + rule + ",", name, List.of(edits));
    }

    @Override
    public String toString() {
        return rule + " " + name;
    }
}
