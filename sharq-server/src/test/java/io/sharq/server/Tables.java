package io.sharq.server;

import io.sharq.config.section.ServerSection;
import io.sharq.config.section.SharQSection;
import io.sharq.config.section.WorkerSection;
import io.sharq.settings.Section;
import io.sharq.spi.BackendProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The tables of all sections that {@code docs/configuration.md} describes. */
final class Tables {
    private static final List<String> BACKENDS = List.of("redis", "inmemory");

    private Tables() {}

    static Stream<Section> all() {
        Stream<Section> backends = ServiceLoader.load(BackendProvider.class).stream()
                .map(provider -> provider.get().section())
                .filter(section -> BACKENDS.contains(section.name()));
        return Stream.concat(Stream.of(SharQSection.SECTION, ServerSection.SECTION, WorkerSection.SECTION), backends);
    }
}
