package io.sharq.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.tck.HardIds;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Item 10: no two names are one queue, however they are written. */
final class SegmentNamesTest {
    private static final Routes ROUTES = new Routes(Contract.load().operations());

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
                        "%5b",
                        "%3F",
                        "%23",
                        "%20",
                        "%252F",
                        ":",
                        "@",
                        "*",
                        "~")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    /** What is taken is what decoding once gives, and holds nothing that a name may not hold. */
    @Property
    void aSegmentIsOneNameOrNone(@ForAll("segments") String type, @ForAll("segments") String id) {
        Map<String, String> names;
        try {
            names = ((Route.Found) ROUTES.find("GET", "/queues/" + type + "/" + id + "/")).parameters();
            Bounds.queueType("queue_type", names.get("queue_type"));
            Bounds.identifier("queue_id", names.get("queue_id"));
        } catch (InvalidValueException e) {
            return;
        }
        assertThat(names.get("queue_type")).matches("[A-Za-z0-9_-]{1,100}").isEqualTo(decoded(type));
        assertThat(names.get("queue_id"))
                .matches("[!#-&(-;=?-\\[\\]_a-z~]{1,200}")
                .isEqualTo(decoded(id));
    }

    /** Decodes once, from the left, as Java's own class does where no plus is involved. */
    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    }

    /** Every name has a path, and only one meaning. */
    @Example
    void everyHardIdComesBackFromItsPath() {
        for (String id : HardIds.ALL) {
            String segment = URLEncoder.encode(id, UTF_8);
            Route.Found found = (Route.Found) ROUTES.find("GET", "/jobs/sms/" + segment + "/" + segment + "/");
            assertThat(found.operation().id()).isEqualTo("findJob");
            assertThat(found.parameters()).containsEntry("queue_id", id).containsEntry("job_id", id);
        }
    }
}
