package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that has no configuration file needs no ini4j, which scanners report for CVE-2022-41404. */
class WithoutIni4jTest {
    private final URLClassLoader loader = loader();

    @TempDir
    private Path folder;

    @BeforeEach
    void useTheLoader() {
        Thread.currentThread().setContextClassLoader(loader);
    }

    @AfterEach
    void close() throws Exception {
        Thread.currentThread().setContextClassLoader(WithoutIni4jTest.class.getClassLoader());
        loader.close();
    }

    @Test
    void aSharQInCodeWorks() throws Exception {
        Class<?> newJob = loader.loadClass("io.sharq.NewJob");
        Object job = newJob.getMethod("of", String.class, String.class, String.class, Object.class)
                .invoke(null, "type", "queue", "job", "payload");
        Object backend = loader.loadClass("io.sharq.inmemory.InMemoryBackend")
                .getMethod("create")
                .invoke(null);
        Class<?> type = loader.loadClass("io.sharq.SharQ");
        try (AutoCloseable sharq = (AutoCloseable)
                type.getMethod("open", loader.loadClass("io.sharq.spi.Backend")).invoke(null, backend)) {
            type.getMethod("enqueue", newJob).invoke(sharq, job);

            assertThat((Optional<?>) type.getMethod("dequeue", String.class).invoke(sharq, "type"))
                    .isPresent();
        }
    }

    @Test
    void aFileSaysWhatToAdd() throws Exception {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[sharq]\n");
        Class<?> type = loader.loadClass("io.sharq.SharQ");

        assertThatThrownBy(() -> type.getMethod("open", Path.class).invoke(null, file))
                .cause()
                .hasMessageStartingWith(file + ": a file is read by ini4j, which is not on the class path; add"
                        + " org.ini4j:ini4j:0.5.4")
                .satisfies(failure ->
                        assertThat(failure.getClass().getName()).isEqualTo("io.sharq.api.ConfigurationException"));
    }

    /** The class path of the tests without ini4j, and a parent that knows the JDK alone. */
    private static URLClassLoader loader() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator, -1)) {
            if (!entry.contains("ini4j") && !entry.isEmpty()) {
                urls.add(url(entry));
            }
        }
        assertThat(path).contains("ini4j");
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
