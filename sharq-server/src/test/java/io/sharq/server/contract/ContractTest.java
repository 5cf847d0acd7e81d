package io.sharq.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.api.Bounds;
import io.sharq.api.Feature;
import io.sharq.api.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ContractTest {
    private final Contract contract = Contract.load();
    private final ContractAnswers answers = new ContractAnswers(contract);

    /** The server checks identifiers with the core's own function, because it is called for each of them. */
    @Test
    void itsNamesAndSpansAreThoseOfTheCore() throws IOException {
        JsonNode schemas = new ObjectMapper().readTree(contract.json()).at("/components/schemas");
        JsonNode queueType = schemas.get("queue_type");
        assertThat(queueType.get("minLength").intValue()).isEqualTo(1);
        assertThat(queueType.get("maxLength").intValue()).isEqualTo(Bounds.MAX_QUEUE_TYPE_LENGTH);
        JsonNode identifier = schemas.get("identifier");
        assertThat(identifier.get("minLength").intValue()).isEqualTo(1);
        assertThat(identifier.get("maxLength").intValue()).isEqualTo(Bounds.MAX_IDENTIFIER_LENGTH);
        WholeValues types = new WholeValues(queueType.get("pattern").textValue());
        WholeValues ids = new WholeValues(identifier.get("pattern").textValue());
        for (int c = 0; c <= 0x100; c++) {
            String name = "a" + (char) c;
            assertThat(types.matches(name)).as(name).isEqualTo(isTaken(() -> Bounds.queueType("type", name)));
            assertThat(ids.matches(name)).as(name).isEqualTo(isTaken(() -> Bounds.identifier("id", name)));
        }
        assertThat(schemas.at("/span/maximum").longValue()).isEqualTo(Bounds.MAX_INTERVAL_MILLIS);
        assertThat(schemas.at("/NewJob/properties/order/minimum").intValue()).isEqualTo(Bounds.MIN_ORDER);
        assertThat(schemas.at("/NewJob/properties/order/maximum").intValue()).isEqualTo(Bounds.MAX_ORDER);
    }

    private static boolean isTaken(Runnable check) {
        try {
            check.run();
            return true;
        } catch (InvalidValueException e) {
            return false;
        }
    }

    /** An identifier in a body is refused as one in a path is: the character and its position are named. */
    @Test
    void anIdentifierInABodyIsRefusedWithItsCharacterAndPosition() {
        Shape batch = contract.operations().stream()
                .filter(operation -> operation.id().equals("finishBatch"))
                .findFirst()
                .orElseThrow()
                .body();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode jobs = body.putArray("jobs");
        jobs.addObject().put("queue_id", "+49/151").put("job_id", "a:b");
        assertThatCode(() -> batch.check(body)).doesNotThrowAnyException();
        jobs.addObject().put("queue_id", "ab{c}").put("job_id", "j");
        assertThatThrownBy(() -> batch.check(body))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`jobs[1].queue_id` has an invalid value.")
                .hasMessageEndingWith("but has U+007B ({) at position 2.");
        jobs.remove(1);
        jobs.addObject().put("queue_id", "q").put("job_id", "j".repeat(201));
        assertThatThrownBy(() -> batch.check(body))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("`jobs[1].job_id` has an invalid value. It must have 1 to 200 characters, but has 201.");
    }

    /** No id is taken for a word of a path: where a path has a parameter, it has no word. */
    @Test
    void noPathHasAWordWhereAnotherHasAParameter() {
        for (Operation one : contract.operations()) {
            for (Operation other : contract.operations()) {
                List<String> words = Segments.of(one.template());
                List<String> others = Segments.of(other.template());
                int at = 0;
                while (at < Math.min(words.size(), others.size())
                        && words.get(at).equals(others.get(at))) {
                    at++;
                }
                if (at < Math.min(words.size(), others.size())) {
                    assertThat(words.get(at)).doesNotStartWith("{");
                    assertThat(others.get(at)).doesNotStartWith("{");
                }
            }
        }
    }

    @Test
    void itsFeaturesAreThoseOfTheCore() throws IOException {
        JsonNode names =
                new ObjectMapper().readTree(contract.json()).at("/components/schemas/Failure/properties/feature/enum");
        assertThat(names)
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(Arrays.stream(Feature.values())
                        .map(feature -> feature.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void everyOperationHasANameOfItsOwnAndSaysWhoMayCallIt() {
        Set<String> names = new HashSet<>();
        for (Operation operation : contract.operations()) {
            assertThat(names.add(operation.id())).as(operation.id()).isTrue();
            if (operation.access() instanceof Access.AnyOf some) {
                assertThat(some.roles()).isNotEmpty().isSubsetOf("produce", "consume", "admin");
            }
        }
        assertThat(names).hasSizeGreaterThan(30);
    }

    @Test
    void everyAnswerHasAShape() {
        for (Operation operation : contract.operations()) {
            if (!operation.id().equals("prometheus")) {
                assertThat(answers.of(operation, 200) != null || answers.of(operation, 201) != null)
                        .as(operation.id())
                        .isTrue();
            }
            assertThat(answers.of(operation, 500)).as(operation.id()).isNotNull();
        }
    }

    @Test
    void aRouteThatDoesNotSayWhoMayCallItIsNotServed() throws IOException {
        String text;
        try (InputStream file = Contract.class.getResourceAsStream("/io/sharq/server/openapi.yaml")) {
            text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        String without = text.replaceFirst("x-access: \\[produce]", "x-something: [produce]");
        assertThatThrownBy(() -> Contract.parse(without))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("\"enqueue\" does not say who may call it");
    }
}
