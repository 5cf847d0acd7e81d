package io.sharq.rules;

import io.sharq.api.Bounds;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueuePattern;
import io.sharq.api.QueueSetting;
import io.sharq.api.SettingSource;
import io.sharq.api.limit.LimitNames;
import io.sharq.spi.QueueChange;
import io.sharq.spi.SetDefaultsRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rule 24: the defaults of a type. A setting that a queue does not have itself comes from the longest pattern that matches
 * the queue and names the setting. Immutable.
 */
public final class Defaults {
    /** No defaults. */
    public static final Defaults NONE = new Defaults(new TreeMap<>());

    /** The settings of a new queue in a type without defaults. */
    public static final QueueChange BUILT_IN = new QueueChange(0L, false, 0, LimitNames.NONE);

    /** The settings of each pattern, of which at least one is not null. */
    private final SortedMap<String, QueueChange> byPattern;

    private Defaults(SortedMap<String, QueueChange> byPattern) {
        this.byPattern = byPattern;
    }

    /**
     * These defaults after a change.
     *
     * @param request the change of one pattern
     * @return the new defaults
     */
    public Defaults after(SetDefaultsRequest request) {
        SortedMap<String, QueueChange> changed = new TreeMap<>(byPattern);
        String pattern = request.pattern().pattern();
        QueueChange before = changed.getOrDefault(pattern, QueueChange.NONE);
        QueueChange after = merge(without(before, request.removed()), request.settings());
        if (after.equals(QueueChange.NONE)) {
            changed.remove(pattern);
        } else {
            changed.put(pattern, after);
        }
        return new Defaults(changed);
    }

    /**
     * Settings of a queue after some of them went back to the defaults.
     *
     * @param own the settings that the queue has itself; null for those that it has not
     * @param removed those that go back
     * @return the settings that it has itself afterwards
     */
    public static QueueChange without(QueueChange own, Set<QueueSetting> removed) {
        return new QueueChange(
                removed.contains(QueueSetting.INTERVAL) ? null : own.intervalMillis(),
                removed.contains(QueueSetting.ORDERED) ? null : own.ordered(),
                removed.contains(QueueSetting.CONCURRENCY) ? null : own.concurrency(),
                removed.contains(QueueSetting.LIMITS) ? null : own.limits());
    }

    /**
     * Settings with some of them replaced.
     *
     * @param before the settings; null for those that are not there
     * @param change the new values; null for those that stay
     * @return the settings afterwards
     */
    public static QueueChange merge(QueueChange before, QueueChange change) {
        return new QueueChange(
                change.intervalMillis() == null ? before.intervalMillis() : change.intervalMillis(),
                change.ordered() == null ? before.ordered() : change.ordered(),
                change.concurrency() == null ? before.concurrency() : change.concurrency(),
                change.limits() == null ? before.limits() : change.limits());
    }

    /**
     * Tells whether there are defaults for a pattern.
     *
     * @param pattern the pattern
     * @return whether there are
     */
    public boolean has(String pattern) {
        return byPattern.containsKey(pattern);
    }

    /**
     * Tells whether there are no defaults at all.
     *
     * @return whether there are none
     */
    public boolean isEmpty() {
        return byPattern.isEmpty();
    }

    /**
     * Tells whether a default names a limit.
     *
     * @param limit the name of the limit
     * @return whether one does
     */
    public boolean name(String limit) {
        return byPattern.values().stream()
                .anyMatch(settings ->
                        settings.limits() != null && settings.limits().names().contains(limit));
    }

    /**
     * Tells whether there are more patterns than a type may have.
     *
     * @return whether there are more than {@link Bounds#MAX_PATTERNS}
     */
    public boolean areTooMany() {
        return byPattern.size() > Bounds.MAX_PATTERNS;
    }

    /**
     * The settings in force for a queue.
     *
     * @param queueId the queue
     * @param own the settings that it has itself; null for those that it has not
     * @return the settings, none of which is null
     */
    public QueueChange inForce(String queueId, QueueChange own) {
        QueueChange found = own;
        for (int length = queueId.length(); length >= 0 && isIncomplete(found); length--) {
            QueueChange ofPattern = byPattern.get(queueId.substring(0, length) + "*");
            if (ofPattern != null) {
                found = merge(ofPattern, found);
            }
        }
        return merge(BUILT_IN, found);
    }

    private boolean isIncomplete(QueueChange settings) {
        return !isEmpty()
                && (settings.intervalMillis() == null
                        || settings.ordered() == null
                        || settings.concurrency() == null
                        || settings.limits() == null);
    }

    /**
     * Where each setting of a queue comes from.
     *
     * @param queueId the queue
     * @param own the settings that it has itself; null for those that it has not
     * @return the source of each setting
     */
    public Map<QueueSetting, SettingSource> sources(String queueId, QueueChange own) {
        return Map.of(
                QueueSetting.INTERVAL, source(queueId, own, QueueSetting.INTERVAL),
                QueueSetting.ORDERED, source(queueId, own, QueueSetting.ORDERED),
                QueueSetting.CONCURRENCY, source(queueId, own, QueueSetting.CONCURRENCY),
                QueueSetting.LIMITS, source(queueId, own, QueueSetting.LIMITS));
    }

    private SettingSource source(String queueId, QueueChange own, QueueSetting setting) {
        if (value(own, setting) != null) {
            return SettingSource.QUEUE;
        }
        for (int length = queueId.length(); length >= 0 && !isEmpty(); length--) {
            String pattern = queueId.substring(0, length) + "*";
            QueueChange ofPattern = byPattern.get(pattern);
            if (ofPattern != null && value(ofPattern, setting) != null) {
                return new SettingSource.OfPattern(pattern);
            }
        }
        return SettingSource.BUILT_IN;
    }

    private static @Nullable Object value(QueueChange settings, QueueSetting setting) {
        return switch (setting) {
            case INTERVAL -> settings.intervalMillis();
            case ORDERED -> settings.ordered();
            case CONCURRENCY -> settings.concurrency();
            case LIMITS -> settings.limits();
        };
    }

    /**
     * Lists the defaults.
     *
     * @param type the queue type
     * @return those of each pattern, in the order of the patterns
     */
    public List<QueueDefaults> list(String type) {
        return byPattern.entrySet().stream()
                .map(entry -> new QueueDefaults(
                        new QueuePattern(type, entry.getKey()),
                        Optional.ofNullable(entry.getValue().intervalMillis()).map(Duration::ofMillis),
                        Optional.ofNullable(entry.getValue().ordered()),
                        Optional.ofNullable(entry.getValue().concurrency()),
                        Optional.ofNullable(entry.getValue().limits())))
                .toList();
    }
}
