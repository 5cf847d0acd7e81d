package io.sharq.tck.rules;

import static io.sharq.tck.differential.Steps.dequeue;
import static io.sharq.tck.differential.Steps.describe;
import static io.sharq.tck.differential.Steps.enqueue;
import static io.sharq.tck.differential.Steps.find;
import static io.sharq.tck.differential.Steps.job;
import static io.sharq.tck.differential.Steps.pass;
import static io.sharq.tck.differential.Steps.setClock;
import static io.sharq.tck.rules.Titles.ALL_RULES;
import static io.sharq.tck.rules.Titles.LOOKING;

import io.sharq.tck.Fixture;
import io.sharq.tck.differential.Comparison;
import io.sharq.tck.differential.Step;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * All rules at once: random sequences of all operations, with equal replies of the backend and the model. The number of
 * sequences is jqwik's default number of tries, so that a slow backend can run fewer.
 */
public interface Differential extends Fixture {
    /**
     * Runs a sequence of up to 100 operations on both. Compares every reply, and at the end all visible state. The kit
     * shortens a sequence on which they differ; jqwik does not know which steps can be simplified.
     *
     * @param seed the seed of the sequence
     */
    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Label(ALL_RULES + "every answer is the model's")
    default void everyAnswerIsTheModels(@ForAll("seeds") long seed) {
        new Comparison(this::begin, this::partition).ofSequence(seed);
    }

    /**
     * Read-only operations do not update steady time, so a job may be in its place although the clock says that it is
     * not due.
     */
    @Example
    @Label(LOOKING + "a due job that a look has put in its place is released though the clock is set back")
    default void aLookPutsDueJobsInTheirPlacesForGood() {
        List<Step> looks =
                List.of(describe("sms", "queue-0"), find("sms", "queue-0", "job-1"), find("sms", "queue-0", "job-2"));
        for (Step look : looks) {
            replay(
                    enqueue("sms", job("queue-0", "job-0").delay(1_000), job("queue-0", "job-1")),
                    pass(2_000),
                    look,
                    setClock(-1_500),
                    describe("sms", "queue-0"),
                    dequeue("sms", 2));
        }
    }

    /**
     * The seeds of sequences.
     *
     * @return seeds
     */
    @Provide
    default Arbitrary<Long> seeds() {
        return Arbitraries.randomValue(Random::nextLong);
    }

    /**
     * Repeats a sequence that a failure printed.
     *
     * @param steps the sequence
     * @throws AssertionError if the replies differ
     */
    default void replay(Step... steps) {
        new Comparison(this::begin, this::partition).of(List.of(steps));
    }
}
