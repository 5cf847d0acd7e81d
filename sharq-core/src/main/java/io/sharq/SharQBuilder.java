package io.sharq;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharq.config.Configuration;
import io.sharq.spi.Backend;
import io.sharq.time.Alarms;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts a {@link SharQ} together. Not thread-safe. */
public final class SharQBuilder {
    private @Nullable Backend backend;
    private @Nullable SharQSettings settings;
    private @Nullable Configuration configuration;
    private @Nullable Alarms alarms;
    private boolean upkeep = true;
    private ObjectMapper objectMapper = Payloads.defaultMapper();
    private LatenessListener latenessListener = (type, late) -> {};

    SharQBuilder() {}

    /**
     * The backend. Without one, the configuration's is opened, and without a configuration the only one on the class
     * path.
     *
     * @param newBackend an open backend, which is closed with the SharQ
     * @return this
     */
    public SharQBuilder backend(Backend newBackend) {
        backend = newBackend;
        return this;
    }

    /**
     * The settings, instead of the configuration's or the defaults.
     *
     * @param newSettings the settings
     * @return this
     */
    public SharQBuilder settings(SharQSettings newSettings) {
        settings = newSettings;
        return this;
    }

    /**
     * The configuration, for what is not given here.
     *
     * @param newConfiguration the configuration
     * @return this
     */
    public SharQBuilder configuration(Configuration newConfiguration) {
        configuration = newConfiguration;
        return this;
    }

    /**
     * What waits and upkeep wait by, instead of real time; for tests.
     *
     * @param newAlarms the alarms, such as a {@link io.sharq.time.ManualTime}
     * @return this
     */
    public SharQBuilder alarms(Alarms newAlarms) {
        alarms = newAlarms;
        return this;
    }

    /**
     * Whether this SharQ ends expired leases by itself. One process of several is enough, and none does harm.
     *
     * @param isOn true unless said otherwise
     * @return this
     */
    public SharQBuilder upkeep(boolean isOn) {
        upkeep = isOn;
        return this;
    }

    /**
     * What writes and reads payloads, instead of a mapper with the modules for {@code java.time} and {@code Optional}.
     *
     * @param newMapper the mapper
     * @return this
     */
    public SharQBuilder objectMapper(ObjectMapper newMapper) {
        objectMapper = newMapper;
        return this;
    }

    /**
     * Who hears how late jobs reach callers that wait.
     *
     * @param newListener the listener
     * @return this
     */
    public SharQBuilder latenessListener(LatenessListener newListener) {
        latenessListener = newListener;
        return this;
    }

    /**
     * Opens it.
     *
     * @return an open SharQ
     * @throws io.sharq.api.ConfigurationException if the configuration cannot be used
     * @throws io.sharq.api.BackendException if the store cannot be reached
     */
    public SharQ open() {
        if (configuration == null && (settings == null || backend == null)) {
            configuration = Configuration.empty();
        }
        SharQSettings chosen = settings != null ? settings : source().settings();
        return new SharQ(this, backend != null ? backend : source().openBackend(), chosen);
    }

    /** Read only where something is not given in code: a program that gives everything needs no sound environment. */
    private Configuration source() {
        return Objects.requireNonNull(configuration);
    }

    @Nullable
    Configuration configuration() {
        return configuration;
    }

    @Nullable
    Alarms alarms() {
        return alarms;
    }

    boolean upkeep() {
        return upkeep;
    }

    ObjectMapper objectMapper() {
        return objectMapper;
    }

    LatenessListener latenessListener() {
        return latenessListener;
    }
}
