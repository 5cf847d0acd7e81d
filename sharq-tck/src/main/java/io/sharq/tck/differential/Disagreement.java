package io.sharq.tck.differential;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A sequence after which the backend and the model disagree.
 *
 * @param steps the sequence, at whose last step they disagree
 * @param answers what they said to it
 */
record Disagreement(List<Step> steps, Answers answers) {
    private static final String INDENT = " ".repeat(16);

    /** Says what was found as a test that finds it again. */
    AssertionError toError() {
        String sequence = steps.stream().map(step -> INDENT + step).collect(Collectors.joining(",\n"));
        return new AssertionError(
                """
                after %d operations the backend disagrees with the model. To
                %s
                the backend said  %s
                and the model     %s

                To repeat it, paste this into the test's class, with these imports:

                    import static io.sharq.tck.differential.Steps.*;
                    import org.junit.jupiter.api.Test;

                    @Test
                    void disagreesWithTheModel() {
                        replay(
                %s);
                    }
                """.formatted(
                        steps.size(), steps.get(steps.size() - 1), answers.ofBackend(), answers.ofModel(), sequence),
                answers.failure());
    }
}
