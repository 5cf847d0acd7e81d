package io.sharq.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Item 10: no two names are one queue, however they are written. */
final class SegmentNamesTest {
    private static final Routes ROUTES = new Routes(Contract.load().operations());
    private static final Map<String, String> SEEN = new HashMap<>();

    @Provide
    Arbitrary<String> segments() {
        return Arbitraries.of(
                        "a",
                        "A",
                        "b",
                        "-",
                        "_",
                        "0",
                        "%61",
                        "%41",
                        "%2e",
                        "%2F",
                        "%25",
                        "%",
                        "..",
                        ".",
                        "%00",
                        "é",
                        "%C3%A9",
                        "\u212a",
                        "%E2%84%AA",
                        "%EF%BC%91",
                        "+",
                        "%2",
                        "%C0%AF",
                        "~")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    /** What is taken is what decoding once gives, and holds nothing but letters, digits, {@code _} and {@code -}. */
    @Property
    void aSegmentIsOneNameOrNone(@ForAll("segments") String type, @ForAll("segments") String id) {
        Map<String, String> names;
        try {
            names = ((Route.Found) ROUTES.find("GET", "/queues/" + type + "/" + id + "/")).parameters();
            names.forEach(Bounds::identifier);
        } catch (InvalidValueException e) {
            return;
        }
        assertThat(names.values()).allMatch(name -> name.matches("[A-Za-z0-9_-]{1,100}"));
        String plain = (type + "/" + id).replace("%61", "a").replace("%41", "A");
        assertThat(names.get("queue_type") + "/" + names.get("queue_id")).isEqualTo(plain);
        assertThat(SEEN.putIfAbsent(names.toString(), plain)).isIn(null, plain);
    }
}
