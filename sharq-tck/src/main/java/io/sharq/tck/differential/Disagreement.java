package io.sharq.tck.differential;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A sequence after which the backend and the model differ.
 *
 * @param steps the sequence; they differ at its last step
 * @param answers the replies to that step
 */
record Disagreement(List<Step> steps, Answers answers) {
    private static final String INDENT = " ".repeat(16);

    /** An error whose message is a test that reproduces the difference. */
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
