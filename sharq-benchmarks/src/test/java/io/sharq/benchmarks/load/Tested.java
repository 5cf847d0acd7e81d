package io.sharq.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A load test that has run. */
record Tested(LoadResult result) {
    static Tested run(LoadTest.Builder test) {
        try {
            return new Tested(test.build().run());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<String> faults() {
        return result.faults();
    }

    String table() {
        return result.table();
    }

    JsonNode json() {
        try {
            return new JsonMapper().readTree(result.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
