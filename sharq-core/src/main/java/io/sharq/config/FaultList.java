package io.sharq.config;

import io.sharq.api.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of one configuration, so that all are reported at once. Not thread-safe. */
final class FaultList {
    private final List<ConfigurationException> faults = new ArrayList<>();

    void add(ConfigurationException fault) {
        faults.add(fault);
    }

    /** Runs a part of the reading and collects its fault, if any. */
    void collect(Runnable part) {
        try {
            part.run();
        } catch (ConfigurationException e) {
            add(e);
        }
    }

    int size() {
        return faults.size();
    }

    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw ConfigurationException.all(faults);
        }
    }
}
