package io.sharq.tck.differential;

import io.sharq.api.Feature;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One operation of a sequence, created by {@link Steps}. Its text is the Java expression that creates it. */
public final class Step {
    private final String text;
    private final Function<Pair, Answers> run;
    private final Supplier<List<Step>> simpler;
    private final Set<Feature> needs;

    Step(String text, Function<Pair, Answers> run) {
        this(text, run, List::of);
    }

    Step(String text, Function<Pair, Answers> run, Supplier<List<Step>> simpler) {
        this(text, run, simpler, Set.of());
    }

    private Step(String text, Function<Pair, Answers> run, Supplier<List<Step>> simpler, Set<Feature> needs) {
        this.text = text;
        this.run = run;
        this.simpler = simpler;
        this.needs = needs;
    }

    /** The same step, for backends that also offer a feature. */
    Step needing(Feature feature) {
        Set<Feature> all = EnumSet.of(feature);
        all.addAll(needs);
        return new Step(text, run, simpler, all);
    }

    /** Whether a backend of these features offers the operation. */
    boolean isOfferedWith(Set<Feature> features) {
        return features.containsAll(needs);
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
