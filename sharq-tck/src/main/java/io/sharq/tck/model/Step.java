package io.sharq.tck.model;

import java.util.function.Function;

/**
 * One operation of a sequence.
 *
 * @param text what it does, to be read in a failure
 * @param run does it
 */
public record Step(String text, Function<Pair, Pair.Answers> run) {

    /**
     * Does it on a backend and the model.
     *
     * @param pair both
     * @return their answers
     */
    public Pair.Answers run(Pair pair) {
        return run.apply(pair);
    }

    @Override
    public String toString() {
        return text;
    }
}
