package io.sharq.redis.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Redis runs a script from its first line at every call, and each function that it makes there costs about as much as a small
 * command. What few calls use belongs into a table that is made {@code on_first_use}, or into an include that the script leaves
 * out.
 */
class FunctionsMadeTest {
    @ParameterizedTest
    @CsvSource({"ENQUEUE, 105", "DEQUEUE, 110", "FINISH, 100"})
    void aCallOfAFrequentScriptMakesFew(Script script, int most) {
        assertThat(ScriptNamesTest.compile(script).functionsMade()).isBetween(most / 2, most);
    }
}
