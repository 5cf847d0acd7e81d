package io.sharq.tck.differential;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** One operation of a sequence, created by {@link Steps}. Its text is the Java expression that creates it. */
public final class Step {
    private final String text;
    private final Function<Pair, Answers> run;
    private final Supplier<List<Step>> simpler;

    Step(String text, Function<Pair, Answers> run) {
        this(text, run, List::of);
    }

    Step(String text, Function<Pair, Answers> run, Supplier<List<Step>> simpler) {
        this.text = text;
        this.run = run;
        this.simpler = simpler;
    }

    Answers run(Pair pair) {
        return run.apply(pair);
    }

    /** Simpler steps to try in its place. */
    List<Step> simpler() {
        return simpler.get();
    }

    @Override
    public String toString() {
        return text;
    }
}
