package io.sharq.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The scripts that run in the original's Redis; the file of the same name says what KEYS, ARGV and the reply are. */
enum LuaScript {
    FENCE("fence"),
    STAGE("stage"),
    SETTLE("settle"),
    REQUEUE("requeue"),
    PEEK("peek"),
    UNFENCE("unfence");

    private final String text;

    LuaScript(String file) {
        try (InputStream in = LuaScript.class.getResourceAsStream(file + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("no script " + file);
            }
            text = new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }
}
