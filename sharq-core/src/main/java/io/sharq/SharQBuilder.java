package io.sharq;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharq.api.Bounds;
import io.sharq.config.Configuration;
import io.sharq.spi.Backend;
import io.sharq.time.Alarms;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds a {@link SharQ}. Not thread-safe. */
public final class SharQBuilder {
    private @Nullable Backend backend;
    private @Nullable SharQSettings settings;
    private @Nullable Configuration configuration;
    private @Nullable Alarms alarms;
    private boolean upkeep = true;
    private ObjectMapper objectMapper = Payloads.defaultMapper();
    private LatenessListener latenessListener = (type, late) -> {};
    private JobTracing tracing = JobTracing.NONE;

    SharQBuilder() {}

    /**
     * Sets the backend. Without one, the backend that the configuration chooses is opened; without a configuration,
     * the only one on the class path.
     *
     * @param newBackend an open backend; closing the SharQ closes it
     * @return this
     */
    public SharQBuilder backend(Backend newBackend) {
        backend = newBackend;
        return this;
    }

    /**
     * Sets the settings, overriding those of the configuration and the defaults.
     *
     * @param newSettings the settings
     * @return this
     */
    public SharQBuilder settings(SharQSettings newSettings) {
        settings = newSettings;
        return this;
    }

    /**
     * Sets the configuration, from which backend and settings are taken if they are not set here.
     *
     * @param newConfiguration the configuration
     * @return this
     */
    public SharQBuilder configuration(Configuration newConfiguration) {
        configuration = newConfiguration;
        return this;
    }

    /**
     * Sets the scheduler of waits, retries and upkeep, in place of real time; for tests.
     *
     * @param newAlarms the alarms, such as a {@link io.sharq.time.ManualTime}
     * @return this
     */
    public SharQBuilder alarms(Alarms newAlarms) {
        alarms = newAlarms;
        return this;
    }

    /**
     * Sets whether this SharQ runs upkeep, which ends expired leases. One process of several is enough; several do no
     * harm. It runs only if {@link SharQSettings#runsUpkeep()} is true as well.
     *
     * @param isOn true by default
     * @return this
     */
    public SharQBuilder upkeep(boolean isOn) {
        upkeep = isOn;
        return this;
    }

    /**
     * Sets the mapper that writes and reads payloads. The default has the modules for {@code java.time} and {@code
     * Optional}.
     *
     * @param newMapper the mapper
     * @return this
     */
    public SharQBuilder objectMapper(ObjectMapper newMapper) {
        objectMapper = newMapper;
        return this;
    }

    /**
     * Sets the listener that receives the lateness of jobs handed to waiting callers.
     *
     * @param newListener the listener
     * @return this
     */
    public SharQBuilder latenessListener(LatenessListener newListener) {
        latenessListener = newListener;
        return this;
    }

    /**
     * Sets the tracing of enqueues and of the jobs that workers perform. Without it, nothing is traced, and the headers of
     * jobs stay as they are given.
     *
     * @param newTracing the tracing
     * @return this
     */
    public SharQBuilder tracing(JobTracing newTracing) {
        tracing = Bounds.required("tracing", newTracing);
        return this;
    }

    /**
     * Opens the SharQ.
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

    /**
     * The configuration, read only if a part is not set in code. A program that sets every part needs no valid
     * environment.
     */
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

    JobTracing tracing() {
        return tracing;
    }
}
