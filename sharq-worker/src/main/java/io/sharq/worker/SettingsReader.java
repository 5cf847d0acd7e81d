package io.sharq.worker;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.config.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads worker settings from a configuration and the original's variables, and reports all faults at once. */
final class SettingsReader {
    private final Section section;
    private final OriginalVariables variables;
    private final WorkerSettingsBuilder builder = WorkerSettings.builder();
    private final List<ConfigurationException> faults = new ArrayList<>();

    /**
     * A reader, for one call of {@link #read}.
     *
     * @param environment gives the value of a variable that is set
     */
    SettingsReader(Configuration configuration, Function<String, Optional<String>> environment) {
        this.section = configuration.section("worker");
        this.variables = new OriginalVariables(environment, faults);
    }

    WorkerSettings read() {
        set(WorkerSettingsBuilder.COORDINATOR_DELAY, builder::coordinatorDelay);
        set(WorkerSettingsBuilder.DEFAULT_ORDER, builder::defaultOrder);
        setText(WorkerSettingsBuilder.DEFAULT_THREAD, builder::defaultThread);
        set(WorkerSettingsBuilder.BATCH_SIZE, builder::batchSize);
        set(WorkerSettingsBuilder.EMPTY_LIMIT, builder::emptyLimit);
        set(WorkerSettingsBuilder.EMPTY_PAUSE, builder::emptyPause);
        set(WorkerSettingsBuilder.LEASE, builder::lease);
        set(WorkerSettingsBuilder.REQUEUE_LIMIT, builder::requeueLimit);
        boolean isFirstRead = set(WorkerSettingsBuilder.FIRST_BACKOFF, builder::firstBackoff);
        boolean isLongestRead = set(WorkerSettingsBuilder.LONGEST_BACKOFF, builder::longestBackoff);
        set(WorkerSettingsBuilder.CLOSE_TIMEOUT, builder::closeTimeout);
        set(WorkerSettingsBuilder.RECURRENT_CHECK_INTERVAL, builder::recurrentCheckInterval);
        set(WorkerSettingsBuilder.RECURRENT_TASKS_LIMIT, builder::recurrentTasksLimit);
        if (isFirstRead && isLongestRead) {
            boolean unused = collect(builder::checkBackoffs);
        }
        variables.applyTo(builder);
        if (!faults.isEmpty()) {
            throw ConfigurationException.all(faults);
        }
        return builder.build();
    }

    private boolean set(SpanSetting setting, Consumer<Duration> setter) {
        return collect(() -> setting.read(section).ifPresent(setter));
    }

    private boolean set(NumberSetting setting, Consumer<Integer> setter) {
        return collect(() -> setting.read(section).ifPresent(setter));
    }

    private void setText(String key, Consumer<String> setter) {
        boolean unused = collect(() -> section.text(key).ifPresent(setter));
    }

    /** Does one step, and returns whether it succeeded. */
    private boolean collect(Runnable step) {
        try {
            step.run();
            return true;
        } catch (ConfigurationException e) {
            faults.add(e);
        } catch (InvalidValueException e) {
            faults.add(section.invalid(e.field(), e.fault()));
        }
        return false;
    }
}
