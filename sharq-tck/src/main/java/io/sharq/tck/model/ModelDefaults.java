package io.sharq.tck.model;

import io.sharq.api.QueueDefaults;
import io.sharq.api.QueuePattern;
import io.sharq.api.QueueSetting;
import io.sharq.api.SettingSource;
import io.sharq.api.StoreBounds;
import io.sharq.api.limit.LimitNames;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.QueueChange;
import io.sharq.spi.SetDefaultsRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Rule 24: the defaults of a type. They are looked up each time that a setting is read. */
final class ModelDefaults {
    private static final int MOST_PATTERNS = 100;

    private final Map<String, QueueChange> ofPatterns = new TreeMap<>();

    boolean isEmpty() {
        return ofPatterns.isEmpty();
    }

    /** The pattern whose default of a setting a queue has: the longest that matches it and names the setting. */
    private Optional<String> pattern(String queueId, Function<QueueChange, ?> setting) {
        return ofPatterns.entrySet().stream()
                .filter(entry -> setting.apply(entry.getValue()) != null)
                .map(Map.Entry::getKey)
                .filter(pattern -> queueId.startsWith(pattern.substring(0, pattern.length() - 1)))
                .max(Comparator.comparingInt(String::length));
    }

    /** Whether a default names a limit. */
    boolean name(String limit) {
        return ofPatterns.values().stream()
                .anyMatch(settings ->
                        settings.limits() != null && settings.limits().names().contains(limit));
    }

    <T> T value(String queueId, Function<QueueChange, T> setting, T builtIn) {
        return pattern(queueId, setting).map(ofPatterns::get).map(setting).orElse(builtIn);
    }

    SettingSource source(String queueId, Function<QueueChange, ?> setting) {
        return pattern(queueId, setting)
                .<SettingSource>map(SettingSource.OfPattern::new)
                .orElse(SettingSource.BUILT_IN);
    }

    List<QueueDefaults> list(String type) {
        return ofPatterns.entrySet().stream()
                .map(entry -> new QueueDefaults(
                        new QueuePattern(type, entry.getKey()),
                        Optional.ofNullable(entry.getValue().intervalMillis()).map(Duration::ofMillis),
                        Optional.ofNullable(entry.getValue().ordered()),
                        Optional.ofNullable(entry.getValue().concurrency()),
                        Optional.ofNullable(entry.getValue().limits())))
                .toList();
    }

    /** Changes the defaults of a pattern. Whatever queue has other settings by that is settled. */
    static ConfigureReply set(Now now, SetDefaultsRequest request) {
        ModelType type = now.type();
        Map<String, QueueChange> ofPatterns = type.defaults.ofPatterns;
        String pattern = request.pattern().pattern();
        QueueChange before = ofPatterns.getOrDefault(pattern, QueueChange.NONE);
        QueueChange after = change(before, request.settings(), request.removed());
        if (before.equals(QueueChange.NONE) && after.equals(QueueChange.NONE)) {
            return new ConfigureReply(false, now.stamp());
        }
        if (before.equals(QueueChange.NONE) && ofPatterns.size() == MOST_PATTERNS) {
            throw StoreBounds.tooManyPatterns("setDefaults");
        }
        Limits.check(now, "setDefaults", request.type(), request.settings().limits());
        now.change();
        Map<String, QueueChange> inForce = new HashMap<>();
        type.queues.forEach((id, queue) -> inForce.put(id, queue.settings()));
        if (after.equals(QueueChange.NONE)) {
            ofPatterns.remove(pattern);
        } else {
            ofPatterns.put(pattern, after);
        }
        type.queues.forEach((id, queue) -> {
            if (queue.forget > now.at() && !queue.settings().equals(inForce.get(id))) {
                now.settle(queue);
            }
        });
        return new ConfigureReply(true, now.stamp());
    }

    private static QueueChange change(QueueChange before, QueueChange change, Set<QueueSetting> removed) {
        Long interval = removed.contains(QueueSetting.INTERVAL) ? null : before.intervalMillis();
        Boolean ordered = removed.contains(QueueSetting.ORDERED) ? null : before.ordered();
        Integer concurrency = removed.contains(QueueSetting.CONCURRENCY) ? null : before.concurrency();
        LimitNames limits = removed.contains(QueueSetting.LIMITS) ? null : before.limits();
        return new QueueChange(
                change.intervalMillis() != null ? change.intervalMillis() : interval,
                change.ordered() != null ? change.ordered() : ordered,
                change.concurrency() != null ? change.concurrency() : concurrency,
                change.limits() != null ? change.limits() : limits);
    }
}
