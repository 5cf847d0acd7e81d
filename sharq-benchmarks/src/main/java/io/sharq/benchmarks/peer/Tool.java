package io.sharq.benchmarks.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a program to its end. */
final class Tool {
    private Tool() {}

    /**
     * Runs a program in a folder.
     *
     * @throws Unavailable if it is not on this machine or fails; the message has the last line that it printed
     */
    static void run(Path folder, List<String> command) throws Unavailable, InterruptedException {
        String name = command.get(0);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            int code = process.waitFor();
            if (code != 0) {
                String last = printed.substring(printed.lastIndexOf('\n') + 1);
                throw new Unavailable(name + " ended with " + code + ": " + last);
            }
        } catch (IOException e) {
            throw new Unavailable(name + " cannot be run: " + e.getMessage(), e);
        }
    }
}
