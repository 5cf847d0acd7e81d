package io.sharq.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Item 10: the dollar sign of Java's patterns stands before a last line end too, that of the document does not. */
final class WholeValuesTest {
    private static final String LEASE = "0".repeat(32);

    private final Contract contract = Contract.load();

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029"})
    void aLineEndIsNoPartOfAValueOfAPathAQueryOrABody(String end) {
        Shape finish = contract.operations().stream()
                .filter(operation -> operation.id().equals("finish"))
                .findFirst()
                .orElseThrow()
                .body();
        assertThatCode(() -> finish.check(JsonNodeFactory.instance.objectNode().put("lease", LEASE)))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> finish.check(JsonNodeFactory.instance.objectNode().put("lease", LEASE + end)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("`lease`");

        QueryParameter name = new QueryParameter("name", "string", contract.shape("/components/schemas/identifier"));
        assertThat(name.read("q").textValue()).isEqualTo("q");
        assertThatThrownBy(() -> name.read("q" + end))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("`name`");

        assertThatThrownBy(() -> Bounds.identifier("queue_id", "q" + end)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void theIdsOfBatchesAndTheNamesOfMembersAreWholeToo() {
        Shape batch = contract.operations().stream()
                .filter(operation -> operation.id().equals("finishBatch"))
                .findFirst()
                .orElseThrow()
                .body();
        for (Map.Entry<String, String> job : Map.of("q\n", "j", "q", "j\n").entrySet()) {
            var body = JsonNodeFactory.instance.objectNode();
            body.putArray("jobs").addObject().put("queue_id", job.getKey()).put("job_id", job.getValue());
            assertThatThrownBy(() -> batch.check(body)).isInstanceOf(InvalidValueException.class);
        }
    }

    /** A pattern without a dollar sign at its end, or with one that is escaped, keeps its meaning. */
    @Test
    void otherPatternsMeanWhatTheySay() {
        assertThat(matches("^a", "ab")).isTrue();
        assertThat(matches("b", "abc")).isTrue();
        assertThat(matches("a$", "ba")).isTrue();
        assertThat(matches("a$", "ba\n")).isFalse();
        assertThat(matches("a\\$", "a$\n")).isTrue();
        assertThat(matches("a\\\\$", "a\\")).isTrue();
        assertThat(matches("a\\\\$", "a\\\n")).isFalse();
    }

    private static boolean matches(String pattern, String value) {
        return new WholeValues(pattern).matches(value);
    }
}
