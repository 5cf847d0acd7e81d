package io.sharq.benchmarks.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Runs {@code sharq bench} of a jar in a JVM of its own, and reads the JSON that it prints. */
public final class OtherBench {
    private OtherBench() {}

    /**
     * Runs it once. The JVM ends with this process.
     *
     * @param jar a {@code sharq.jar}, of this version or another one
     * @param options the options after {@code bench}, without {@code --json}
     * @return the report
     * @throws IOException if the command cannot be run, fails, finds a fault, or prints something else; its message has what the
     *     command printed
     * @throws InterruptedException if the thread was interrupted meanwhile; the JVM is ended
     */
    public static JsonNode run(Path jar, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString(), "bench"));
        command.addAll(options);
        command.add("--json");
        Process process = new ProcessBuilder(command).start();
        Thread end = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            Future<String> errors = readAside(process);
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            return parse(jar, status, out, resultOf(errors));
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    /** A child whose errors are not read stops when the pipe is full. */
    private static Future<String> readAside(Process process) {
        FutureTask<String> read = new FutureTask<>(
                () -> new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        Thread reader = new Thread(read, "sharq-bench-errors");
        reader.setDaemon(true);
        reader.start();
        return read;
    }

    private static String resultOf(Future<String> errors) throws IOException, InterruptedException {
        try {
            return errors.get();
        } catch (ExecutionException e) {
            throw new IOException("the errors of another JVM cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode parse(Path jar, int status, String out, String errors) throws IOException {
        try {
            JsonNode report = new JsonMapper().readTree(out);
            if (report != null && report.isObject() && status == 0) {
                return report;
            }
        } catch (JsonProcessingException e) {
            throw new IOException(fault(jar, status, out, errors), e);
        }
        throw new IOException(fault(jar, status, out, errors));
    }

    private static String fault(Path jar, int status, String out, String errors) {
        return "bench of %s ended with %d: %s".formatted(jar, status, errors.isEmpty() ? out : errors);
    }
}
