package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sharq.api.ConfigurationException;
import io.sharq.config.Configuration;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.redis.Patience;
import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot start leaves no thread and no open backend, whatever it had begun. */
final class FailedStartTest {
    @TempDir
    private Path folder;

    private final AtomicInteger closed = new AtomicInteger();

    private void assertNothingIsLeft(String keys, String fault) throws IOException {
        Set<Thread> before = threads();
        Backend backend = countingCloses();
        Path file = Files.writeString(
                folder.resolve("sharq.conf"),
                "[sharq-server]\nhost : 127.0.0.1\n" + keys + SuppliedBackends.section(backend));
        Configuration configuration = Configuration.load(file);

        assertThatThrownBy(() -> SharQServer.start(configuration))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(fault);

        await().atMost(Patience.LIMIT).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
        assertThat(closed).hasValue(SuppliedBackends.isOpened(backend) ? 1 : 0);
    }

    /** The threads of a server, by the names that it and Vert.x give them. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(vert\\.x|vertx|sharq|AsyncAppender).*"))
                .collect(Collectors.toSet());
    }

    private Backend countingCloses() {
        return new InterceptedBackend(InMemoryBackend.create()) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                return operation.on(backend());
            }

            @Override
            public void close() {
                closed.incrementAndGet();
                super.close();
            }
        };
    }

    @Test
    void anAccessLogThatCannotBeWrittenLeavesNothing() throws IOException {
        assertNothingIsLeft("accesslog : " + folder.resolve("missing/access.log") + "\n", "cannot be written");
    }

    @Test
    void aFileOfTokensThatCannotBeReadLeavesNothing() throws IOException {
        assertNothingIsLeft("tokens : " + folder.resolve("missing") + "\n", "missing");
    }

    @Test
    void aPortInUseLeavesNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertNothingIsLeft("port : " + taken.getLocalPort() + "\n", "cannot listen");
        }
        assertThat(closed).hasValue(1);
    }
}
