package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of a payload keep their value, however large or precise. */
class NumbersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"1E+400", "-1E-400", "0.12345678901234567890123", "123456789012345678901234567890", "1.5", "1.10"
            })
    void aNumberKeepsItsValue(String number) {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            Delivery delivery = delivered(sharq, number);

            assertThat(delivery.json().get("number").decimalValue()).isEqualByComparingTo(new BigDecimal(number));
            Object value = delivery.payloadAs(Map.class).get("number");
            assertThat(new BigDecimal(value.toString())).isEqualByComparingTo(new BigDecimal(number));
        }
    }

    @Test
    void aTreeKeepsThemUnderAMapperOfTheCallers() {
        try (SharQ sharq = SharQ.builder()
                .backend(InMemoryBackend.create())
                .objectMapper(new ObjectMapper())
                .open()) {
            JsonNode json = delivered(sharq, "1E+400").json();

            assertThat(json.get("number").decimalValue()).isEqualByComparingTo(new BigDecimal("1E+400"));
            sharq.enqueue(NewJob.of("type", "queue", "again", json));
            assertThat(sharq.dequeue("type").orElseThrow().json()).isEqualTo(json);
        }
    }

    private static Delivery delivered(SharQ sharq, String number) {
        byte[] json = ("{\"number\": " + number + "}").getBytes(StandardCharsets.UTF_8);
        sharq.enqueue(NewJob.of("type", "queue", "job", json));
        return sharq.dequeue("type").orElseThrow();
    }
}
