package io.sharq.redis;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The signals that Java has no method for. */
public final class Signal {
    private Signal() {}

    /** Sends one, by its name with a hyphen, as {@code -STOP}. */
    public static void send(Process process, String name) {
        try {
            int code = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
