package io.sharq.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A library in C that redis-server is made to load, compiled where it is needed. */
final class NativeLibrary {
    private NativeLibrary() {}

    /** Compiles {@code src/test/native/<name>.c}. Without a C compiler the test is skipped, and says so. */
    static Path compile(String name) {
        try {
            Path library = Files.createTempDirectory("sharq-native").resolve(name + ".so");
            Process compiler = new ProcessBuilder(
                            "cc",
                            "-shared",
                            "-fPIC",
                            "-O2",
                            "-o",
                            library.toString(),
                            Path.of("src", "test", "native", name + ".c").toString(),
                            "-ldl")
                    .inheritIO()
                    .start();
            boolean isDone = compiler.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!isDone || compiler.exitValue() != 0) {
                throw new AssertionError("cc could not compile " + name + ".c");
            }
            return library;
        } catch (IOException e) {
            System.out.println("SKIPPED: there is no cc to compile " + name + ".c with: " + e.getMessage());
            Assumptions.abort("no C compiler: " + e.getMessage());
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A server that is linked statically, as the one that the build brings along, loads no library of ours. */
    static void assumeInside(long pid, String name) throws IOException {
        boolean isInside =
                Files.readString(Path.of("/proc", Long.toString(pid), "maps")).contains(name + ".so");
        if (!isInside) {
            System.out.println("SKIPPED: this redis-server is linked statically and cannot load " + name
                    + ".so; put another one on the PATH");
            Assumptions.abort("a redis-server that loads no library");
        }
    }
}
