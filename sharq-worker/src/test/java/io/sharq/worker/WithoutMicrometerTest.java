package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program that neither measures nor traces needs no jar of Micrometer or OpenTelemetry. */
class WithoutMicrometerTest {
    private final URLClassLoader loader = loader();

    @BeforeEach
    void useTheLoader() {
        Thread.currentThread().setContextClassLoader(loader);
    }

    @AfterEach
    void close() throws Exception {
        Thread.currentThread().setContextClassLoader(WithoutMicrometerTest.class.getClassLoader());
        loader.close();
    }

    /** What the loader's own classes run. */
    public static final class Program implements Runnable {
        @Override
        public void run() {
            try (io.sharq.SharQ sharq = io.sharq.SharQ.open(io.sharq.inmemory.InMemoryBackend.create())) {
                Queue queue = new Queue(sharq, WorkerSettings.defaults());
                NotifyHandler handler = new NotifyHandler(1);
                queue.register(handler, new Notify(7));
                try (Worker worker = Worker.of(queue, handler)) {
                    if (worker.performReady() != 1 || handler.performed.get(0).peek() != 7) {
                        throw new AssertionError(handler.performed);
                    }
                }
            }
        }
    }

    @Test
    void jobsAreEnqueuedAndPerformed() throws Exception {
        Class<?> program = loader.loadClass(Program.class.getName());
        assertThat(program.getClassLoader()).isSameAs(loader);

        ((Runnable) program.getConstructor().newInstance()).run();
    }

    @Test
    void onlyTheClassesOnMicrometerNeedIt() {
        assertThatThrownBy(() -> Class.forName("io.micrometer.observation.Observation", true, loader))
                .isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> Class.forName("io.sharq.observation.WaitSpans", true, loader))
                .isInstanceOf(NoClassDefFoundError.class);
    }

    /** The class path of the tests without Micrometer and OpenTelemetry, and a parent that knows the JDK alone. */
    private static URLClassLoader loader() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator, -1)) {
            if (!entry.contains("micrometer") && !entry.contains("opentelemetry") && !entry.isEmpty()) {
                urls.add(url(entry));
            }
        }
        assertThat(path).contains("micrometer-observation", "micrometer-tracing", "opentelemetry-sdk");
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
