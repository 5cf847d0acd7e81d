package io.sharq.tck.traces;

import io.sharq.tck.Trial;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file of commands and expected replies. A line that begins with {@code >} is a command. The line after it is its
 * reply, unless that is another command. Lines that begin with {@code #} are comments.
 */
public final class Trace {
    private final String name;
    private final List<String> lines;

    private Trace(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    /**
     * Reads a trace that comes with the kit.
     *
     * @param name its name, such as {@code library}
     * @return the trace
     */
    public static Trace named(String name) {
        try (InputStream file = Trace.class.getResourceAsStream(name + ".trace")) {
            if (file == null) {
                throw new IllegalArgumentException("the kit has no trace " + name);
            }
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines = text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            return new Trace(name, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the commands and compares each reply.
     *
     * @param trial an empty backend
     * @throws AssertionError if a reply differs from the expected one
     */
    public void play(Trial trial) {
        OriginalApi api = new OriginalApi(trial);
        for (int i = 0; i < lines.size(); i++) {
            String command = lines.get(i);
            if (command.startsWith("> ")) {
                boolean hasReply = i + 1 < lines.size() && !lines.get(i + 1).startsWith("> ");
                String expected = hasReply ? lines.get(i + 1) : "";
                String actual = api.run(command.substring(2));
                if (!actual.equals(expected)) {
                    throw new AssertionError(
                            "%s.trace, %s%nexpected %s%nbut was  %s".formatted(name, command, expected, actual));
                }
            }
        }
    }
}
