package io.sharq.examples.h2;

import static io.sharq.settings.ValueType.text;

import io.sharq.api.InvalidValueException;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.SettingValues;
import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;

/** Opens an {@link H2Backend} from the section {@code [h2]} of a configuration, whose {@code url} must be set. */
public final class H2BackendProvider implements BackendProvider {
    private static final String FAULT = "it must be set, to a JDBC URL that begins with jdbc:h2:";
    private static final Section.Builder TABLE = Section.named("h2");
    private static final Setting<String> URL = TABLE.add(Setting.of(
            "url", text("a JDBC URL that begins with `jdbc:h2:`", H2BackendProvider::url), "where the database is"));
    private static final Section SECTION = TABLE.build();

    /** For {@link java.util.ServiceLoader}. */
    public H2BackendProvider() {}

    @Override
    public Section section() {
        return SECTION;
    }

    @Override
    public Backend open(SettingValues values) {
        return H2Backend.open(values.find(URL).orElseThrow(() -> new InvalidValueException(URL.key(), FAULT)));
    }

    private static String url(String key, String text) {
        if (!text.startsWith("jdbc:h2:")) {
            throw new InvalidValueException(key, FAULT);
        }
        return text;
    }
}
