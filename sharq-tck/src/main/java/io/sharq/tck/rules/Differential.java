package io.sharq.tck.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.spi.Backend;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.tck.model.Pair;
import io.sharq.tck.model.Step;
import io.sharq.tck.model.Steps;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * All rules at once: random sequences of all operations, on the backend and on the model, with the same answers. The
 * number of sequences is jqwik's default number of tries, so that a slow backend may run fewer.
 */
public interface Differential extends Fixture {
    /**
     * Runs a sequence on both, compares every answer, and at the end everything that can be seen.
     *
     * @param steps the sequence
     */
    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("all rules: every answer is the model's")
    default void everyAnswerIsTheModels(@ForAll("sequences") List<Step> steps) {
        try (Trial trial = begin();
                Backend model = new ModelBackend(trial.time())) {
            Pair pair = new Pair(trial.backend(), model, trial.time());
            for (int i = 0; i < steps.size(); i++) {
                Pair.Answers answers = steps.get(i).run(pair);
                assertThat(answers.ofBackend())
                        .as("step %d, %s", i + 1, steps.get(i))
                        .isEqualTo(answers.ofModel());
            }
            Pair.Answers seen = Steps.everything().run(pair);
            assertThat(seen.ofBackend()).as("all that can be seen at the end").isEqualTo(seen.ofModel());
        }
    }

    /**
     * Sequences of up to 100 operations.
     *
     * @return the sequences
     */
    @Provide
    default Arbitrary<List<Step>> sequences() {
        return Steps.any().list().ofMinSize(1).ofMaxSize(100);
    }
}
