package io.sharq.settings;

import static io.sharq.settings.ValueType.wholeNumber;

import io.sharq.api.Bounds;
import io.sharq.api.StoreBounds;

/** The settings of a backend that bound the numbers of types and queues in its store. */
public final class StoreSettings {
    /** The greatest number of queue types. */
    public static final Setting<Integer> MAX_TYPES = Setting.of(
                    StoreBounds.MAX_TYPES,
                    wholeNumber(1, Bounds.MAX_COUNT),
                    "how many queue types the store may have; see [bounds](#bounds)")
            .byDefault(StoreBounds.DEFAULT.maxTypes());

    /** The greatest number of queues in a type. */
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
