package io.sharq.server;

import static io.sharq.settings.ValueType.text;

import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.SettingValues;
import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives a server of the same process the backend that a test has made. Its configuration names {@code supplied}. */
public final class SuppliedBackends implements BackendProvider {
    private static final Section.Builder TABLE = Section.named("supplied");
    private static final Setting<String> NUMBER = TABLE.add(Setting.of("number", text(), "which backend"));
    private static final Section SECTION = TABLE.build();
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Map<String, Backend> BACKENDS = new ConcurrentHashMap<>();

    /** For {@link java.util.ServiceLoader}. */
    public SuppliedBackends() {}

    /** Keeps a backend until a server with the returned section opens it. */
    static String section(Backend backend) {
        String number = String.valueOf(NUMBERS.incrementAndGet());
        BACKENDS.put(number, backend);
        return "[supplied]\nnumber : " + number + "\n";
    }

    /** Whether a server has taken a backend that was kept for it. */
    static boolean isOpened(Backend backend) {
        return BACKENDS.values().stream().noneMatch(kept -> kept == backend);
    }

    @Override
    public Section section() {
        return SECTION;
    }

    @Override
    public Backend open(SettingValues values) {
        Backend backend = BACKENDS.remove(values.find(NUMBER).orElseThrow());
        if (backend == null) {
            throw new IllegalStateException("no such backend was supplied");
        }
        return backend;
    }
}
