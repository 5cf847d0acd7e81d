package io.sharq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import picocli.CommandLine;

/** A run of the command {@code sharq} in this process. */
record Ran(int exitCode, String out, String err) {
    /** Runs a command whose environment is empty. */
    static Ran sharq(String... arguments) {
        return sharq(Map.of(), arguments);
    }

    static Ran sharq(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = SharQCommand.commandLine(environment, arguments)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return new Ran(command.execute(arguments), out.toString(), err.toString());
    }

    JsonNode json() {
        try {
            return new JsonMapper().readTree(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
