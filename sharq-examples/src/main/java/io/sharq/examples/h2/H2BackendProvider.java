package io.sharq.examples.h2;

import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import io.sharq.spi.BackendSettings;
import java.util.Set;

/** Opens an {@link H2Backend} from the section {@code [h2]} of a configuration, whose {@code url} must be set. */
public final class H2BackendProvider implements BackendProvider {
    private static final String URL = "url";
    private static final String START = "jdbc:h2:";

    /** For {@link java.util.ServiceLoader}. */
    public H2BackendProvider() {}

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public Set<String> keys() {
        return Set.of(URL);
    }

    @Override
    public Backend open(BackendSettings settings) {
        String url = settings.get(URL).orElse("");
        if (!url.startsWith(START)) {
            throw settings.invalid(URL, "it must be set, to a JDBC URL that begins with " + START);
        }
        return H2Backend.open(url);
    }
}
