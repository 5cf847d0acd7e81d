package io.sharq.config;

import static io.sharq.settings.ValueType.flag;
import static io.sharq.settings.ValueType.text;
import static io.sharq.settings.ValueType.wholeNumber;

import io.sharq.api.Feature;
import io.sharq.api.Registration;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.SettingValues;
import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import io.sharq.spi.Operation;
import io.sharq.spi.OperationBackend;
import io.sharq.spi.ReadinessListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A provider that keeps the values it is given. What it opens does nothing. */
final class FakeBackend implements BackendProvider {
    private final Section section;
    final List<SettingValues> opened = new ArrayList<>();

    private FakeBackend(Section section) {
        this.section = section;
    }

    static FakeBackend inMemory() {
        return named("inmemory");
    }

    static FakeBackend redis() {
        Section.Builder table = Section.named("redis");
        for (String key : List.of("host", "db", "key_prefix", "conn_type", "unix_socket_path", "username", "timeout")) {
            table.add(Setting.of(key, text(), ""));
        }
        table.add(Setting.of("port", wholeNumber(1, 65_535), ""));
        table.add(Setting.of("clustered", flag(), ""));
        table.add(Setting.of("password", text(), "").secret().orEmpty());
        table.add(Setting.of("pin", wholeNumber(0, 9), "").secret());
        return new FakeBackend(table.build());
    }

    static FakeBackend named(String name, String... keys) {
        Section.Builder table = Section.named(name);
        for (String key : keys) {
            table.add(Setting.of(key, text(), ""));
        }
        return new FakeBackend(table.build());
    }

    /** What is set of a key, as of the first opening. */
    Optional<String> given(String key) {
        return opened.get(0).find(section.find(key).orElseThrow()).map(String::valueOf);
    }

    @Override
    public Section section() {
        return section;
    }

    @Override
    public Backend open(SettingValues values) {
        opened.add(values);
        return new Idle();
    }

    /** A backend that never responds. */
    private static final class Idle extends OperationBackend {
        @Override
        public Set<Feature> features() {
            return Set.of();
        }

        @Override
        protected <R> CompletionStage<R> perform(Operation<R> operation) {
            return new CompletableFuture<>();
        }

        @Override
        public Registration onReady(ReadinessListener listener) {
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
