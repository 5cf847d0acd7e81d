package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The {@code console} blocks of a page are a session: commands behind a dollar sign, in order, with what they print. Each
 * page is played against a fresh server in memory. An ellipsis in an output stands for anything; blanks and line ends do
 * not count.
 */
class ConsoleBlocksTest {
    private record Step(Block block, String command, String output) {}

    @Test
    void everySessionGoesAsThePageSays() {
        Map<String, List<Step>> sessions = new TreeMap<>();
        for (Block block : Page.blocks("console")) {
            sessions.computeIfAbsent(block.page().name(), name -> new ArrayList<>())
                    .addAll(steps(block));
        }

        assertThat(sessions).isNotEmpty();
        for (List<Step> steps : sessions.values()) {
            try (ServerUnderTest server = ServerUnderTest.start("[inmemory]\n")) {
                steps.forEach(step -> play(step, server.port()));
            }
        }
    }

    private static void play(Step step, int port) {
        String said = CurlCommand.parse(step.command()).run(port);
        assertThat(withoutBlanks(said))
                .as(step.block().place() + ": " + step.command())
                .matches(pattern(withoutBlanks(step.output())));
    }

    private static Pattern pattern(String output) {
        List<String> parts = List.of(output.split("…", -1));
        return Pattern.compile(
                String.join(".*", parts.stream().map(Pattern::quote).toList()), Pattern.DOTALL);
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static List<Step> steps(Block block) {
        List<Step> steps = new ArrayList<>();
        for (String part : block.text().split("(?m)^\\$ ", -1)) {
            if (part.isBlank()) {
                continue;
            }
            String joined = part.replaceAll("\\\\\\n\\s*", " ");
            int end = joined.indexOf('\n');
            String output = joined.substring(end).strip();
            if (output.isEmpty()) {
                throw new IllegalStateException(block.place() + ": a command without what it prints");
            }
            steps.add(new Step(block, joined.substring(0, end), output));
        }
        return steps;
    }
}
