package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The index must read a line as ini4j does, or a fault would have no line. */
class LineIndexTest {
    @Property(tries = 2_000)
    void whatIni4jFindsHasALine(@ForAll("lines") List<String> lines) {
        try {
            IniText.read("f", String.join("\n", lines)).forEach((name, block) -> {
                assertThat(block.origin()).matches("(?s)f, line \\d+: \\[.*");
                block.entries().forEach((key, setting) -> {
                    int line = Integer.parseInt(setting.origin().replaceAll("(?s)f, line (\\d+): .*", "$1"));
                    assertThat(lines.get(line - 1)).contains(key).contains(setting.value());
                });
            });
        } catch (ConfigurationException e) {
            assertThat(e.getMessage()).matches("(?s)f, line \\d+: .*");
        }
    }

    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> piece = Arbitraries.of(
                "a", "b", "[", "]", "[a]", ":", "=", ";", "#", " ", "\t", "\f", "\u00a0", "\u0001", "\\", "/", "<", ">",
                "\"", "%", "\u00e9");
        return piece.list()
                .ofMaxSize(7)
                .map(pieces -> String.join("", pieces))
                .list()
                .ofMaxSize(6)
                .map(lines -> {
                    List<String> all = new ArrayList<>(List.of("[s]"));
                    all.addAll(lines);
                    return all;
                });
    }
}
