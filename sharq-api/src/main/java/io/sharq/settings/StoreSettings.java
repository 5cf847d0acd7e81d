package io.sharq.settings;

import static io.sharq.settings.ValueType.wholeNumber;

import io.sharq.api.Bounds;
import io.sharq.api.StoreBounds;

/** The settings of a backend that say how much its store keeps at the most. */
public final class StoreSettings {
    /** How many queue types there may be. */
    public static final Setting<Integer> MAX_TYPES = Setting.of(
                    StoreBounds.MAX_TYPES,
                    wholeNumber(1, Bounds.MAX_COUNT),
                    "how many queue types the store may have; see [bounds](#bounds)")
            .byDefault(StoreBounds.DEFAULT.maxTypes());

    /** How many queues a type may have. */
    public static final Setting<Integer> MAX_QUEUES = Setting.of(
                    StoreBounds.MAX_QUEUES,
                    wholeNumber(1, Bounds.MAX_COUNT),
                    "how many queues a type may have; see [bounds](#bounds)")
            .byDefault(StoreBounds.DEFAULT.maxQueues());

    private StoreSettings() {}

    /**
     * The bounds that a section sets.
     *
     * @param values the values of a section that has both settings
     * @return the bounds
     */
    public static StoreBounds bounds(SettingValues values) {
        return new StoreBounds(values.get(MAX_TYPES), values.get(MAX_QUEUES));
    }
}
