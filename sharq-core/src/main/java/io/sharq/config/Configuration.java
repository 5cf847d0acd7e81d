package io.sharq.config;

import io.sharq.SharQSettings;
import io.sharq.api.ConfigurationException;
import io.sharq.spi.Backend;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The configuration of a SharQ: an INI file, and over it the environment. Immutable; loading reports every unknown
 * section or key, and what is wrong with a value, with file, line and key.
 */
public final class Configuration {
    private final Map<String, Section> sections;
    private final List<String> backendSections;
    private final Backends backends;
    private final boolean hasFile;

    private Configuration(
            Map<String, Section> sections, List<String> backendSections, Backends backends, boolean hasFile) {
        this.sections = sections;
        this.backendSections = backendSections;
        this.backends = backends;
        this.hasFile = hasFile;
    }

    /**
     * Reads a file, and the environment of this process.
     *
     * @param file the file
     * @return the configuration
     * @throws ConfigurationException if it cannot be read or used
     */
    public static Configuration load(Path file) {
        return load(file, System.getenv());
    }

    /**
     * Reads a file, and an environment.
     *
     * @param file the file
     * @param environment names and values
     * @return the configuration
     * @throws ConfigurationException if it cannot be read or used
     */
    public static Configuration load(Path file, Map<String, String> environment) {
        return of(IniText.read(file), environment, Backends.onTheClassPath(), true);
    }

    /**
     * The environment of this process alone.
     *
     * @return the configuration
     * @throws ConfigurationException if it cannot be used
     */
    public static Configuration empty() {
        return of(Map.of(), System.getenv(), Backends.onTheClassPath(), false);
    }

    static Configuration of(
            Map<String, Map<String, Entry>> file, Map<String, String> environment, Backends backends, boolean hasFile) {
        Map<String, Set<String>> known = new HashMap<>(KnownKeys.sections());
        known.putAll(backends.keys());
        check(file, known);
        Map<String, Section> sections = new HashMap<>();
        Set<String> present = new TreeSet<>();
        Set<String> names = new TreeSet<>(known.keySet());
        names.addAll(file.keySet());
        for (String name : names) {
            Map<String, Entry> entries = new HashMap<>(file.getOrDefault(name, Map.of()));
            boolean isSet = file.containsKey(name);
            for (String key : known.getOrDefault(name, Set.of())) {
                String variable = KnownKeys.environmentName(name, key);
                String value = environment.get(variable);
                if (value != null) {
                    entries.put(key, new Entry(value.strip(), "environment variable " + variable));
                    isSet = true;
                }
            }
            sections.put(name, new Section(name, entries));
            if (isSet && !KnownKeys.sections().containsKey(name)) {
                present.add(name);
            }
        }
        return new Configuration(Map.copyOf(sections), List.copyOf(present), backends, hasFile);
    }

    private static void check(Map<String, Map<String, Entry>> file, Map<String, Set<String>> known) {
        file.forEach((name, entries) -> {
            Set<String> keys = known.get(name);
            if (keys != null) {
                entries.forEach((key, entry) -> {
                    if (!keys.contains(key)) {
                        throw new ConfigurationException(
                                entry.place() + ": there is no such key" + KnownKeys.suggestion(key, keys));
                    }
                });
            } else if (!name.equals(KnownKeys.REDIS)) {
                String place =
                        entries.values().stream().findFirst().map(Entry::place).orElse("[" + name + "]");
                throw new ConfigurationException(place + ": there is no section [" + name + "]"
                        + KnownKeys.suggestion(name, new TreeSet<>(known.keySet())));
            }
        });
    }

    /**
     * A section; an absent one is empty.
     *
     * @param name its name, such as {@code sharq-server}
     * @return the section
     */
    public Section section(String name) {
        Section found = sections.get(name);
        return found == null ? new Section(name, Map.of()) : found;
    }

    List<String> backendSections() {
        return backendSections;
    }

    /**
     * The settings of the section {@code [sharq]}.
     *
     * @return the settings, the defaults for what is not set
     * @throws ConfigurationException if a value is out of range
     */
    public SharQSettings settings() {
        SharQSettings.Builder settings = SharQSettings.builder();
        Section section = section(KnownKeys.SHARQ);
        section.millis("job_expire_interval", settings::jobExpireInterval);
        section.millis("job_requeue_interval", settings::jobRequeueInterval);
        section.number("default_job_requeue_limit", settings::defaultJobRequeueLimit);
        section.number("max_payload_size", settings::maxPayloadSize);
        section.number("max_batch_size", settings::maxBatchSize);
        section.millis("finished_retention", settings::finishedRetention);
        section.number("dead_job_max_count", settings::deadJobMaxCount);
        section.millis("dead_job_max_age", settings::deadJobMaxAge);
        return settings.build();
    }

    /**
     * The name of the backend that {@link #openBackend()} opens.
     *
     * @return the name
     * @throws ConfigurationException if none can be chosen
     */
    public String backendName() {
        return backends.choose(this, hasFile).name();
    }

    /**
     * Opens the backend that the configuration means: the one that {@code [sharq] backend} names, else the one whose
     * section it has, else the in-memory one, or without a file the only one on the class path.
     *
     * @return an open backend
     * @throws ConfigurationException if none can be chosen, or a setting of its section cannot be used
     * @throws io.sharq.api.BackendException if the store cannot be reached
     */
    public Backend openBackend() {
        var provider = backends.choose(this, hasFile);
        return provider.open(section(provider.name()));
    }
}
