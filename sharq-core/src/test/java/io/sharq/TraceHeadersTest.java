package io.sharq;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Headers;
import io.sharq.api.JobKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tracing adds to the headers of a job. */
class TraceHeadersTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");
    private static final String NOON_TEXT = "2026-01-01T12:00:00.123456Z";
    private static final Map<String, String> CONTEXT = context();

    private static Map<String, String> context() {
        Map<String, String> context = new LinkedHashMap<>();
        context.put("traceparent", "00-1-2-01");
        context.put("tracestate", "a=1");
        return context;
    }

    private static Map<String, String> merged(Headers own) {
        return TraceHeaders.of(own, CONTEXT, NOON).toMap();
    }

    private static Headers tags(int count) {
        Map<String, String> tags = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> tags.put("tag-" + i, ""));
        return Headers.of(tags);
    }

    @Test
    void withoutAContextTheHeadersStayAsTheyAre() {
        Headers own = Headers.of("tag", "x");
        assertThat(TraceHeaders.of(own, Map.of(), NOON)).isSameAs(own);
        assertThat(TraceHeaders.of(Headers.NONE, Map.of(), NOON)).isSameAs(Headers.NONE);
    }

    @Test
    void theContextAndTheInstantAreAdded() {
        assertThat(merged(Headers.of("tag", "x")))
                .containsExactly(
                        Map.entry("tag", "x"),
                        Map.entry("traceparent", "00-1-2-01"),
                        Map.entry("tracestate", "a=1"),
                        Map.entry("sharq-enqueued-at", NOON_TEXT));
    }

    /** The state of one context must not be joined to the parent of another. */
    @ParameterizedTest
    @ValueSource(strings = {"traceparent", "TraceParent", "tracestate"})
    void aContextOfTheCallerIsKeptWhole(String name) {
        assertThat(merged(Headers.of(name, "mine")))
                .containsExactly(Map.entry(name, "mine"), Map.entry("sharq-enqueued-at", NOON_TEXT));
    }

    /** A job that copies the headers of another one has an enqueue of its own. */
    @Test
    void anEarlierInstantIsReplaced() {
        assertThat(merged(Headers.of("Sharq-Enqueued-At", "1999-01-01T00:00:00Z")))
                .containsEntry("sharq-enqueued-at", NOON_TEXT)
                .hasSize(3);
    }

    @Test
    void whatHasNoRoomIsLeftOutFromTheEnd() {
        assertThat(merged(tags(13))).containsKeys("traceparent", "tracestate", "sharq-enqueued-at");
        assertThat(merged(tags(14))).containsKeys("traceparent", "tracestate").hasSize(16);
        assertThat(merged(tags(15))).containsKeys("traceparent").hasSize(16);
        assertThat(merged(tags(16))).isEqualTo(tags(16).toMap());
    }

    @Test
    void aLongHeaderMakesRoomForAShortOne() {
        Map<String, String> context = new LinkedHashMap<>();
        context.put("traceparent", "00-1-2-01");
        context.put("baggage", "x".repeat(4_096));
        assertThat(TraceHeaders.of(Headers.NONE, context, NOON).toMap())
                .containsOnlyKeys("traceparent", "sharq-enqueued-at");
    }

    @Test
    void aHeaderThatIsNotAllowedIsLeftOut() {
        assertThat(TraceHeaders.of(Headers.NONE, Map.of("trace parent", "1"), NOON))
                .isEqualTo(Headers.NONE);
        assertThat(TraceHeaders.of(Headers.NONE, Map.of("traceparent", "\n"), NOON))
                .isEqualTo(Headers.NONE);
    }

    /** The wait of a job belongs to a trace. */
    @Test
    void withoutRoomForTheContextThereIsNoInstantEither() {
        Headers full = Headers.of("tag", "x".repeat(4_093 - "sharq-enqueued-at".length() - NOON_TEXT.length()));
        Map<String, String> context = Map.of("traceparent", "x".repeat(100));
        assertThat(TraceHeaders.of(full, context, NOON)).isEqualTo(full);
        assertThat(full.with("sharq-enqueued-at", NOON_TEXT).toMap()).hasSize(2);
    }

    @Test
    void theInstantIsReadAgain() {
        assertThat(job(TraceHeaders.of(Headers.NONE, CONTEXT, NOON)).enqueuedAt())
                .hasValue(Instant.parse(NOON_TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1764316800", "1969-12-31T23:59:59Z", "2026-13-01T00:00:00Z"})
    void whatIsNoInstantIsIgnored(String value) {
        assertThat(job(Headers.of("sharq-enqueued-at", value)).enqueuedAt()).isEmpty();
    }

    private static TracedJob job(Headers headers) {
        return new TracedJob(JobKey.of("sms", "1", "a"), headers, 1, 1);
    }
}
