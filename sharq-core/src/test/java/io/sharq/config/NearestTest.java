package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "abc, '', 3",
        "host, host, 0",
        "hots, host, 2",
        "prt, port, 1",
        "kitten, sitting, 3"
    })
    void editsAreCounted(String a, String b, int edits) {
        assertThat(Nearest.edits(a, b)).isEqualTo(edits);
    }

    @Test
    void theNearestWordIsFound() {
        assertThat(Nearest.to("Posts", List.of("host", "port", "post"))).contains("post");
    }

    @Test
    void aShortWordHasToBeNearer() {
        assertThat(Nearest.to("hi", List.of("db"))).isEmpty();
        assertThat(Nearest.to("dc", List.of("db"))).contains("db");
        assertThat(Nearest.to("works", List.of("workers"))).contains("workers");
    }
}
