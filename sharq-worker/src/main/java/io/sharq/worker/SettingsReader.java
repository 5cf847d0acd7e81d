package io.sharq.worker;

import io.sharq.api.ConfigurationException;
import io.sharq.config.Configuration;
import io.sharq.config.section.WorkerSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads worker settings from a configuration and the original's variables, and reports all faults at once.
 *
 * @param configuration the configuration
 * @param environment gives the value of a variable that is set
 */
record SettingsReader(Configuration configuration, Function<String, Optional<String>> environment) {
    WorkerSettings read() {
        List<ConfigurationException> faults = new ArrayList<>();
        WorkerSettingsBuilder builder = section(faults);
        new OriginalVariables(environment, faults).applyTo(builder);
        if (!faults.isEmpty()) {
            throw ConfigurationException.all(faults);
        }
        return builder.build();
    }

    /** The values of the section, or the defaults if it has faults: then the variables are only checked. */
    private WorkerSettingsBuilder section(List<ConfigurationException> faults) {
        try {
            return configuration.read(WorkerSection.SECTION, values -> {
                WorkerSettingsBuilder builder = new WorkerSettingsBuilder(values);
                builder.checkBackoffs();
                return builder;
            });
        } catch (ConfigurationException e) {
            faults.add(e);
            return WorkerSettings.builder();
        }
    }
}
