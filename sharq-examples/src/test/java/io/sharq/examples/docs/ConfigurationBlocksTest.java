package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.config.Configuration;
import io.sharq.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every {@code ini} block is a configuration that workers read and a server starts with. Ports of Redis are changed to one on
 * which nothing listens: the server then waits for it.
 */
class ConfigurationBlocksTest {
    /** The SHA-256 of the empty text. */
    private static final String TOKEN =
            "web produce,consume * e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n";

    @TempDir
    private Path folder;

    @Test
    void everyConfigurationIsAccepted() throws IOException {
        Files.writeString(folder.resolve("tokens"), TOKEN);
        List<Block> blocks = Page.blocks("ini");
        assertThat(blocks).isNotEmpty();
        for (Block block : blocks) {
            String text = here(block.text());
            Path file = Files.writeString(folder.resolve("sharq.conf"), text);
            Configuration configuration = Configuration.load(file, Map.of());
            assertThat(WorkerSettings.of(configuration, Map.of()))
                    .as(block.place())
                    .isNotNull();
            ServerUnderTest.start(text).close();
        }
    }

    @Test
    void aMistakeInAnySectionIsSeen() throws IOException {
        for (String wrong : List.of("[sharq-server]\nport : many\n", "[redis]\nport : 1\nshards : many\n")) {
            assertThatThrownBy(() -> ServerUnderTest.start(wrong.replace("port : many", "max_wait : many")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("many");
        }
        Path file = Files.writeString(folder.resolve("worker.conf"), "[worker]\nbatch_size : many\n");
        assertThatThrownBy(() -> WorkerSettings.of(Configuration.load(file, Map.of()), Map.of()))
                .hasMessageContaining("many");
    }

    private String here(String text) {
        return text.replace("6379", "1").replace("/etc/sharq/", folder + "/");
    }
}
