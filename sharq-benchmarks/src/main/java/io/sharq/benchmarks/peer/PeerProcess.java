package io.sharq.benchmarks.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of a peer, which works on a line and responds with one line of JSON. Not thread-safe. */
final class PeerProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final Path log;
    private final Writer lines;
    private final BufferedReader answers;

    private PeerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.lines = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static PeerProcess start(Path folder, List<String> command) throws Unavailable {
        Path log = folder.resolve("peer.log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new PeerProcess(process, log);
        } catch (IOException e) {
            throw new Unavailable("it cannot be started: " + e.getMessage(), e);
        }
    }

    JsonNode answer(String line) throws Unavailable {
        try {
            lines.write(line + "\n");
            lines.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new Unavailable("its process ended: " + lastLine());
            }
            return read(answer);
        } catch (IOException e) {
            throw new Unavailable("its process ended: " + lastLine(), e);
        }
    }

    private static JsonNode read(String answer) throws Unavailable {
        try {
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new Unavailable("it printed what is no JSON: " + answer, e);
        }
    }

    private String lastLine() {
        try {
            String said = Files.readString(log).strip();
            return said.substring(said.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            return "and its log cannot be read";
        }
    }

    /** Ends its input, on which it ends itself. */
    @Override
    public void close() throws IOException {
        try {
            lines.close();
        } catch (IOException e) {
            // It has ended before. There is no more to end.
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }
}
