package io.sharq.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.config.Configuration;
import io.sharq.settings.Flag;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.Span;
import io.sharq.settings.WholeNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The metadata by which an editor completes properties is made from the tables of settings. */
class MetadataTest {
    private static final Path FILE = Path.of(
            "..", "sharq-spring-boot-starter", "src/main/resources/META-INF/spring-configuration-metadata.json");
    private static final String WRITE = "sharq.docs.write";
    private static final String COMMAND = "./mvnw -Pquick -pl sharq-spring-boot-starter -am test -Dtest=MetadataTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Test
    void theMetadataIsThatOfTheTables() throws IOException {
        String current = JSON.writeValueAsString(metadata()) + "\n";
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(FILE, current);
            return;
        }
        assertThat(Files.readString(FILE))
                .as("the metadata is not what the tables of settings say; to rewrite it, run%n%s", COMMAND)
                .isEqualTo(current);
    }

    /** A property in the guide that there is not would be refused, or have no effect. */
    @Test
    void theGuideNamesPropertiesThatThereAre() throws IOException {
        Set<String> known = new HashSet<>();
        metadata()
                .get("properties")
                .forEach(property -> known.add(property.get("name").textValue()));
        String guide = Files.readString(Path.of("..", "docs", "guides", "spring-boot.md"));
        Matcher named = Pattern.compile("(?<=[`\\n])(sharq\\.[a-z-]+(?:\\.[a-z-]+)*)(?=[`=:.])")
                .matcher(guide);
        Set<String> found = new TreeSet<>();
        while (named.find()) {
            found.add(named.group(1));
        }
        found.remove("sharq.worker"); // the meters
        assertThat(found).hasSizeGreaterThan(5).isSubsetOf(known);
    }

    private static ObjectNode metadata() {
        ObjectNode metadata = JSON.createObjectNode();
        ArrayNode properties = metadata.putArray("properties");
        for (Section section : Configuration.librarySections()) {
            section.settings().forEach(setting -> add(properties, section, setting));
        }
        add(
                properties,
                "sharq.listeners.auto-startup",
                "java.lang.Boolean",
                "Whether listeners and handlers start with the application.",
                "true");
        add(
                properties,
                "sharq.listeners.concurrency",
                "java.lang.Integer",
                "How many jobs or batches of a type are performed at the same time if its listener names no number.",
                "1");
        add(
                properties,
                "sharq.listeners.concurrency-of",
                "java.util.Map<java.lang.String,java.lang.Integer>",
                "How many jobs or batches of a queue type are performed at the same time, by type.",
                "");
        return metadata;
    }

    private static void add(ArrayNode properties, Section section, Setting<?> setting) {
        add(
                properties,
                SharQProperties.name(section.name(), setting.key()),
                type(setting),
                sentence(setting.meaning()),
                setting.defaultValue()
                        .map(unused -> setting.defaultText() + (setting.type() instanceof Span ? "ms" : ""))
                        .orElse(""));
    }

    private static void add(ArrayNode properties, String name, String type, String description, String byDefault) {
        ObjectNode property =
                properties.addObject().put("name", name).put("type", type).put("description", description);
        if (!byDefault.isEmpty()) {
            property.put("defaultValue", byDefault);
        }
    }

    private static String type(Setting<?> setting) {
        if (setting.type() instanceof Span) {
            return "java.time.Duration";
        }
        if (setting.type() instanceof WholeNumber number) {
            return number.unit().equals("bytes") ? "org.springframework.util.unit.DataSize" : "java.lang.Integer";
        }
        return setting.type() instanceof Flag ? "java.lang.Boolean" : "java.lang.String";
    }

    /** A clause of the reference as a sentence, without Markdown. Links lead nowhere in an editor. */
    private static String sentence(String clause) {
        String plain = clause.replaceAll("; see \\[[^]]*]\\([^)]*\\)", "")
                .replaceAll(" See \\[[^]]*]\\([^)]*\\)", "")
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .replace("`", "");
        String ended = plain.endsWith(".") ? plain : plain + ".";
        return Character.toUpperCase(ended.charAt(0)) + ended.substring(1);
    }
}
