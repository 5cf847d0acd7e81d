package io.sharq.worker;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables of the original sharded queue, including those of its later versions. A variable that can have
 * no effect here is refused, because its user relies on one.
 *
 * @param environment gives the value of a variable that is set
 * @param faults collects what is wrong with them
 */
record OriginalVariables(Function<String, Optional<String>> environment, List<ConfigurationException> faults) {
    private static final String KEY_PREFIX =
            "the names of all keys begin with [redis] key_prefix; set SHARQ_REDIS_KEY_PREFIX instead";

    private static final Map<String, String> REFUSED = Map.of(
            "QUEUE_LOCK_PREFIX", KEY_PREFIX,
            "QUEUE_STORAGE_PREFIX", KEY_PREFIX,
            "QUEUE_TUBE_PREFIX", KEY_PREFIX,
            "QUEUE_WORKER_DEFERRED_RETRY_DELAY",
                    "a deferred request is performed once its delay has passed, and nothing is polled for it; unset it");

    void applyTo(WorkerSettingsBuilder builder) {
        REFUSED.keySet().stream()
                .sorted()
                .filter(name -> environment.apply(name).isPresent())
                .forEach(name -> fault(name, "it has no effect here: " + REFUSED.get(name), null));
        seconds(List.of("QUEUE_COORDINATOR_DELAY", "QUEUE_WORKER_ACQUIRE_DELAY"), builder::coordinatorDelay);
        integer(List.of("QUEUE_DEFAULT_ORDER", "QUEUE_DEFAULT_PRIORITY"), builder::defaultOrder);
        value(List.of("QUEUE_DEFAULT_THREAD"), builder::defaultThread);
        integer(List.of("QUEUE_WORKER_BATCH_SIZE"), builder::batchSize);
        integer(List.of("QUEUE_WORKER_EMPTY_LIMIT"), builder::emptyLimit);
        seconds(List.of("QUEUE_WORKER_EMPTY_PAUSE"), builder::emptyPause);
        seconds(List.of("QUEUE_LOCK_TIMEOUT"), builder::lease);
        seconds(List.of("QUEUE_WORKER_RECURRENT_CHECK_INTERVAL"), builder::recurrentCheckInterval);
        integer(List.of("QUEUE_WORKER_RECURRENT_TASKS_LIMIT"), builder::recurrentTasksLimit);
    }

    private void integer(List<String> names, Consumer<Integer> setting) {
        value(names, text -> setting.accept(Integer.valueOf(text)));
    }

    private void seconds(List<String> names, Consumer<Duration> setting) {
        value(
                names,
                text -> setting.accept(
                        Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValueExact())));
    }

    /** Sets a value that versions of the original name differently. All names that are set must agree. */
    private void value(List<String> names, Consumer<String> setter) {
        String first = null;
        for (String name : names) {
            String text = environment.apply(name).orElse(null);
            if (text != null) {
                set(name, text, setter);
                if (first != null && !text.equals(environment.apply(first).orElse(text))) {
                    fault(name, "it is another name of " + first + ", which has another value", null);
                }
                first = name;
            }
        }
    }

    private void set(String name, String text, Consumer<String> setter) {
        try {
            setter.accept(text);
        } catch (InvalidValueException e) {
            fault(name, e.fault(), e);
        } catch (NumberFormatException | ArithmeticException e) {
            fault(name, "it must be a number, in range and not too precise, but is '" + text + "'", e);
        }
    }

    private void fault(String name, String fault, @Nullable Exception cause) {
        faults.add(new ConfigurationException("environment variable " + name + ": " + fault, cause));
    }
}
