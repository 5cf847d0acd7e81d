package io.sharq.spring.autoconfigure;

import io.sharq.config.Nearest;
import io.sharq.config.SuppliedSetting;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.Span;
import io.sharq.settings.WholeNumber;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code sharq.*}. Each setting of {@code [sharq]} is a property {@code sharq.<key>}, and each of another
 * section is {@code sharq.<section>.<key>}, with dashes in the key. So the properties are those of the tables of settings.
 *
 * @param settings the settings that are set
 * @param otherVariables the environment variables that are no settings of SharQ, for the variables of other programs that its
 *     libraries read
 */
record SharQProperties(List<SuppliedSetting> settings, Map<String, String> otherVariables) {
    private static final String ROOT = "sharq";
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(ROOT);

    /** The sections of SharQ's own backends, which may be absent from the class path. */
    private static final Set<String> OWN_BACKENDS = Set.of("inmemory", "redis");

    /** The properties of {@link io.sharq.spring.ListenerProperties}, which Boot checks. */
    private static final String LISTENERS = "listeners";

    static SharQProperties of(ConfigurableEnvironment environment, List<Section> sections) {
        Binder binder = Binder.get(environment);
        Map<ConfigurationPropertyName, String> known = new TreeMap<>();
        List<SuppliedSetting> settings = new ArrayList<>();
        for (Section section : sections) {
            for (Setting<?> setting : section.settings()) {
                String name = name(section.name(), setting.key());
                known.put(ConfigurationPropertyName.of(name), setting.key());
                value(binder, name)
                        .ifPresent(value -> settings.add(new SuppliedSetting(
                                section.name(), setting.key(), asInFile(setting, value), "property " + name)));
            }
        }
        Set<String> names = new HashSet<>(OWN_BACKENDS);
        sections.forEach(section -> names.add(section.name()));
        settings.addAll(unknown(environment, known, names));
        return new SharQProperties(
                List.copyOf(settings),
                environment.getSystemEnvironment().entrySet().stream()
                        .filter(variable -> !variable.getKey().startsWith("SHARQ_"))
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, variable -> String.valueOf(variable.getValue()))));
    }

    /** The property of a setting, such as {@code sharq.redis.key-prefix}. */
    static String name(String section, String key) {
        String path = section.equals(ROOT) ? "" : section + ".";
        return ROOT + "." + path + key.replace('_', '-');
    }

    /** A value, or the values of a list with commas between them. */
    private static Optional<String> value(Binder binder, String name) {
        return binder.bind(name, String.class)
                .map(Optional::of)
                .orElseGet(() -> binder.bind(name, Bindable.listOf(String.class))
                        .map(values -> Optional.of(String.join(",", values)))
                        .orElseGet(Optional::empty));
    }

    /** Durations and sizes may have a unit, as everywhere in Spring. What is neither is reported by the setting. */
    private static String asInFile(Setting<?> setting, String value) {
        try {
            if (setting.type() instanceof Span) {
                Duration span = DurationStyle.detectAndParse(value, ChronoUnit.MILLIS);
                return span.truncatedTo(ChronoUnit.MILLIS).equals(span) ? Long.toString(span.toMillis()) : value;
            }
            return setting.type() instanceof WholeNumber number && number.unit().equals("bytes")
                    ? Long.toString(DataSize.parse(value).toBytes())
                    : value;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return value;
        }
    }

    /**
     * The properties that are no settings. A configuration refuses each with the name that it is near to. A property with the
     * prefix alone may be the application's own, unless it is nearly one of {@code [sharq]}.
     */
    private static List<SuppliedSetting> unknown(
            ConfigurableEnvironment environment, Map<ConfigurationPropertyName, String> known, Set<String> sections) {
        List<String> ownKeys = known.entrySet().stream()
                .filter(each -> each.getKey().getNumberOfElements() == 2)
                .map(Map.Entry::getValue)
                .toList();
        List<SuppliedSetting> found = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.from(environment.getPropertySources())) {
            boolean isOfOthersToo = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
            if (!isOfOthersToo && source instanceof IterableConfigurationPropertySource properties) {
                properties.stream()
                        .filter(name -> PREFIX.isAncestorOf(name) && !isKnown(name, known))
                        .forEach(name -> unknown(name, ownKeys, sections).ifPresent(found::add));
            }
        }
        return found;
    }

    private static boolean isKnown(ConfigurationPropertyName name, Map<ConfigurationPropertyName, String> known) {
        return name.getElement(1, ConfigurationPropertyName.Form.UNIFORM).equals(LISTENERS)
                || known.keySet().stream().anyMatch(each -> each.equals(name) || each.isAncestorOf(name));
    }

    private static Optional<SuppliedSetting> unknown(
            ConfigurationPropertyName name, List<String> ownKeys, Set<String> sections) {
        String first = name.getElement(1, ConfigurationPropertyName.Form.DASHED);
        String section = ROOT;
        String key = first.replace('-', '_');
        if (name.getNumberOfElements() > 2) {
            if (!sections.contains(first)) {
                return Optional.empty();
            }
            section = first;
            key = name.subName(2).toString().replace('-', '_');
        } else if (Nearest.to(key, ownKeys).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SuppliedSetting(section, key, "unknown", "property " + name));
    }
}
