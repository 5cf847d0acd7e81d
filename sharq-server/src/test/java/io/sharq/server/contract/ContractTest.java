package io.sharq.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharq.api.Bounds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ContractTest {
    private final Contract contract = Contract.load();
    private final ContractAnswers answers = new ContractAnswers(contract);

    /** The server checks identifiers with the core's own function, because it is called for each of them. */
    @Test
    void itsIdentifiersAndSpansAreThoseOfTheCore() throws IOException {
        JsonNode schemas = new ObjectMapper().readTree(contract.json()).at("/components/schemas");
        JsonNode identifier = schemas.get("identifier");
        assertThat(identifier.get("minLength").intValue()).isEqualTo(1);
        assertThat(identifier.get("maxLength").intValue()).isEqualTo(Bounds.MAX_IDENTIFIER_LENGTH);
        assertThat(identifier.get("pattern").textValue()).isEqualTo("^[A-Za-z0-9_-]+$");
        assertThat(schemas.at("/span/maximum").longValue()).isEqualTo(Bounds.MAX_INTERVAL_MILLIS);
        assertThat(schemas.at("/NewJob/properties/order/minimum").intValue()).isEqualTo(Bounds.MIN_ORDER);
        assertThat(schemas.at("/NewJob/properties/order/maximum").intValue()).isEqualTo(Bounds.MAX_ORDER);
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
