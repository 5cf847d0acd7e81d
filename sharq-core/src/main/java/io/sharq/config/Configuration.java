package io.sharq.config;

import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.ConfigurationException;
import io.sharq.config.section.SharQSection;
import io.sharq.config.section.WorkerSection;
import io.sharq.settings.Section;
import io.sharq.settings.SettingValues;
import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The configuration from an INI file and the environment. An environment variable overrides the file; keys that
 * neither sets have their defaults. Immutable.
 *
 * <p>Loading a configuration refuses every unknown section, every unknown key, and every invalid value of {@code
 * [sharq]}, all in one exception. The values of other sections are checked when their owner reads them.
 */
public final class Configuration {
    private final @Nullable String file;
    private final Map<String, String> environment;
    private final Map<String, Block> blocks;
    private final Backends backends;
    private final Vocabulary vocabulary;
    private final SharQSettings settings;

    private Configuration(
            @Nullable String file,
            Map<String, Block> written,
            Map<String, String> environment,
            Backends backends,
            Vocabulary vocabulary,
            FaultList faults) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.backends = backends;
        this.vocabulary = vocabulary;
        vocabulary.check(written, faults);
        this.blocks = Block.overlay(written, Environment.read(environment, vocabulary.sections(), faults));
        SettingValues values = own(SharQSection.SECTION).values(faults);
        faults.throwIfAny();
        this.settings = SharQSettings.of(values);
    }

    /**
     * Reads a file and the environment of this process.
     *
     * @param file an INI file in UTF-8
     * @return the configuration
     * @throws ConfigurationException if the file cannot be read, or if it or the environment has a fault
     */
    public static Configuration load(Path file) {
        return load(file, System.getenv());
    }

    /**
     * Reads a file and an environment.
     *
     * @param file an INI file in UTF-8
     * @param environment the variables that are set, by name
     * @return the configuration
     * @throws ConfigurationException if the file cannot be read, or if it or the environment has a fault
     */
    public static Configuration load(Path file, Map<String, String> environment) {
        return load(file, environment, Backends.onClassPath());
    }

    static Configuration load(Path file, Map<String, String> environment, Backends backends) {
        return parse(file.toString(), text(file), environment, backends);
    }

    static Configuration parse(String file, String text, Map<String, String> environment, Backends backends) {
        FaultList faults = new FaultList();
        Vocabulary vocabulary = new Vocabulary(backends.providers());
        Map<String, Block> written = blocks(file, text, vocabulary, faults);
        return new Configuration(file, written, environment, backends, vocabulary, faults);
    }

    private static Map<String, Block> blocks(String file, String text, Vocabulary vocabulary, FaultList faults) {
        try {
            return IniText.read(file, text, vocabulary::mayBeEmpty, faults);
        } catch (NoClassDefFoundError e) {
            throw new ConfigurationException(
                    file + ": a file is read by ini4j, which is not on the class path; add org.ini4j:ini4j:0.5.4, or"
                            + " set what the file says by environment variables",
                    e);
        }
    }

    /**
     * Reads the environment of this process only.
     *
     * @return the configuration
     * @throws ConfigurationException if the environment has a fault
     */
    public static Configuration empty() {
        return empty(System.getenv());
    }

    /**
     * Reads an environment only.
     *
     * @param environment the variables that are set, by name
     * @return the configuration
     * @throws ConfigurationException if the environment has a fault
     */
    public static Configuration empty(Map<String, String> environment) {
        return empty(environment, Backends.onClassPath());
    }

    static Configuration empty(Map<String, String> environment, Backends backends) {
        Vocabulary vocabulary = new Vocabulary(backends.providers());
        return new Configuration(null, Map.of(), environment, backends, vocabulary, new FaultList());
    }

    /**
     * Reads settings that a framework supplies, such as the properties of an application. Environment variables override
     * them.
     *
     * @param settings the settings; of two for one key, the later one counts
     * @param environment the variables that are set, by name
     * @return the configuration
     * @throws ConfigurationException if a setting or the environment has a fault; it names the origin of each faulty setting
     */
    public static Configuration of(List<SuppliedSetting> settings, Map<String, String> environment) {
        return of(settings, environment, Backends.onClassPath());
    }

    static Configuration of(List<SuppliedSetting> settings, Map<String, String> environment, Backends backends) {
        Map<String, Block> written = new LinkedHashMap<>();
        for (SuppliedSetting setting : settings) {
            String value = setting.value().strip();
            if (!value.isEmpty()) {
                Entry entry = new Entry(value, setting.origin());
                written.merge(
                        setting.section(), new Block(setting.origin(), Map.of(setting.key(), entry)), Block::under);
            }
        }
        Vocabulary vocabulary = new Vocabulary(backends.providers());
        return new Configuration(null, written, environment, backends, vocabulary, new FaultList());
    }

    /**
     * The sections that a library reads: {@code [sharq]}, {@code [worker]}, and those of the backends on the class path.
     *
     * @return the sections, {@code [sharq]} first
     * @throws ConfigurationException if a backend on the class path cannot be loaded
     */
    public static List<Section> librarySections() {
        List<Section> sections = new ArrayList<>(List.of(SharQSection.SECTION, WorkerSection.SECTION));
        sections.addAll(backendSections());
        return List.copyOf(sections);
    }

    /**
     * The sections of the backends on the class path, whose names are the backends'.
     *
     * @return the sections, by name
     * @throws ConfigurationException if a backend on the class path cannot be loaded
     */
    public static List<Section> backendSections() {
        return Backends.onClassPath().providers().stream()
                .map(BackendProvider::section)
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": there is no such file; looked for " + file.toAbsolutePath(), e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": it is not UTF-8 text", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": it cannot be read: " + e, e);
        }
    }

    /**
     * The settings of {@code [sharq]}.
     *
     * @return the settings, with the default for each key that is not set
     */
    public SharQSettings settings() {
        return settings;
    }

    /**
     * Reads a section, for the program that owns it. If the reader throws an {@link
     * io.sharq.api.InvalidValueException} that names one of the section's keys, it is reported with the place where
     * the key is set.
     *
     * @param section the section
     * @param reader converts the values to settings; {@link Function#identity()} returns the values themselves
     * @param <T> the type of the settings
     * @return the settings
     * @throws ConfigurationException if values are invalid, naming all of them
     * @throws IllegalArgumentException if a configuration has no section of that name
     */
    public <T> T read(Section section, Function<SettingValues, T> reader) {
        vocabulary.require(section);
        return own(section).read(reader);
    }

    /**
     * An environment variable of this configuration, for a program whose variables do not begin with {@code SHARQ_}.
     *
     * @param name the variable's name
     * @return its value, trimmed; empty if it is unset or blank
     */
    public Optional<String> variable(String name) {
        return Optional.of(environment.getOrDefault(name, "").strip()).filter(value -> !value.isEmpty());
    }

    /**
     * The name of the chosen backend. It is the one named by {@code [sharq] backend}; else the one that has a
     * section; else {@code inmemory} if there is a file, or the only backend on the class path if there is none.
     *
     * @return the name
     * @throws ConfigurationException if no backend or several are chosen, or the chosen one is not on the class path
     */
    public String backendName() {
        return provider().section().name();
    }

    /**
     * Whether the configuration chooses a backend, by {@code [sharq] backend} or by the section of a backend.
     *
     * @return false if the choice depends on the class path
     */
    public boolean choosesBackend() {
        return backends.isAnyChosen(blocks);
    }

    /**
     * Opens the backend that this configuration chooses. The caller closes it.
     *
     * @return the open backend, a new one for each call
     * @throws ConfigurationException if no backend can be chosen, see {@link #backendName()}, or if one of its
     *     settings is invalid
     * @throws BackendException if its store cannot be reached
     */
    public Backend openBackend() {
        BackendProvider provider = provider();
        return read(provider.section(), provider::open);
    }

    private BackendProvider provider() {
        return backends.choose(file, blocks);
    }

    private OwnSection own(Section section) {
        return new OwnSection(file, section, blocks.getOrDefault(section.name(), new Block("", Map.of())));
    }

    /** The file and the names of the sections, without values. */
    @Override
    public String toString() {
        return "Configuration[" + (file == null ? "no file" : file) + ", " + blocks.keySet() + "]";
    }
}
