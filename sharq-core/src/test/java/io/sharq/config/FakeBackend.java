package io.sharq.config;

import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import io.sharq.spi.BackendSettings;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A provider that keeps the settings it is given. What it opens does nothing. */
final class FakeBackend implements BackendProvider {
    private final String name;
    private final Set<String> keys;
    final List<BackendSettings> opened = new ArrayList<>();

    private FakeBackend(String name, Set<String> keys) {
        this.name = name;
        this.keys = keys;
    }

    static FakeBackend inMemory() {
        return new FakeBackend("inmemory", Set.of());
    }

    static FakeBackend redis() {
        return new FakeBackend(
                "redis",
                Set.of(
                        "host",
                        "port",
                        "db",
                        "key_prefix",
                        "conn_type",
                        "unix_socket_path",
                        "username",
                        "password",
                        "clustered",
                        "timeout"));
    }

    static FakeBackend named(String name, String... keys) {
        return new FakeBackend(name, Set.of(keys));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> keys() {
        return keys;
    }

    @Override
    public Backend open(BackendSettings settings) {
        opened.add(settings);
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> null);
    }
}
