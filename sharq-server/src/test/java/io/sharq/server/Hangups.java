package io.sharq.server;

import java.io.IOException;
import java.util.List;

/** What must stand before a command so that it hears SIGHUP though these tests, run by nohup, do not. */
final class Hangups {
    static final List<String> HEARD = heard();

    private Hangups() {}

    /** GNU's env knows how; where it does not, the command takes what the tests have. */
    private static List<String> heard() {
        List<String> prefix = List.of("env", "--default-signal=HUP");
        try {
            Process probe = new ProcessBuilder("env", "--default-signal=HUP", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor() == 0 ? prefix : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
