package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of keys in {@code docs/configuration.md} are made from the tables in the code. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final String WRITE = "sharq.docs.write";
    private static final String COMMAND = "./mvnw -Pquick -pl sharq-server -am test -Dtest=ConfigurationPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true";
    private static final String END = "<!-- end of keys -->\n";

    @Test
    void theTablesOfThePageAreThoseOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String current = page;
        List<Section> sections = Tables.all().toList();
        assertThat(sections).extracting(Section::name).contains("redis", "inmemory");
        for (Section section : sections) {
            current = withTable(current, section);
        }
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, current);
            return;
        }
        assertThat(page)
                .as("docs/configuration.md is not what the tables of settings say; to rewrite it, run%n%s", COMMAND)
                .isEqualTo(current);
    }

    private static String withTable(String page, Section section) {
        String begin = "<!-- keys of " + section + " -->\n";
        assertThat(page).contains(begin);
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(END, from);
        assertThat(to).as("the end of the table of " + section).isNotNegative();
        return page.substring(0, from) + table(section) + page.substring(to);
    }

    private static String table(Section section) {
        StringBuilder table = new StringBuilder("""
                | key | meaning | unit and range | default | environment variable |
                | --- | --- | --- | --- | --- |
                """);
        for (Setting<?> setting : section.settings()) {
            table.append(String.format(
                    "| `%s` | %s | %s | %s | `%s` |%n",
                    setting.key(),
                    setting.meaning(),
                    setting.type().range(),
                    shownDefault(setting),
                    section.variable(setting.key())));
        }
        return table.toString().replace("\r", "").replace("|  |", "| |");
    }

    /** A minute and more is hard to read in milliseconds. */
    private static String shownDefault(Setting<?> setting) {
        boolean isLong = setting.defaultValue()
                .filter(value -> value instanceof Duration span && span.compareTo(Duration.ofMinutes(1)) >= 0)
                .isPresent();
        return setting.defaultText()
                + (isLong
                        ? " (" + Span.inWords((Duration) setting.defaultValue().orElseThrow()) + ")"
                        : "");
    }
}
