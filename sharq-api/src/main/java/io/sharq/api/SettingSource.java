package io.sharq.api;

/** Where a queue has one of its settings from (rule 24). */
public sealed interface SettingSource {
    /** The queue's own value, named by an enqueue or a configure. */
    SettingSource QUEUE = new OfQueue();

    /** No default of the type names the setting: the value of a new queue. */
    SettingSource BUILT_IN = new BuiltIn();

    /** The queue itself. */
    record OfQueue() implements SettingSource {
        @Override
        public String toString() {
            return "queue";
        }
    }

    /**
     * A default of the type.
     *
     * @param pattern the pattern that has the setting, such as {@code gold-*}
     */
    record OfPattern(String pattern) implements SettingSource {
        @Override
        public String toString() {
            return pattern;
        }
    }

    /** The value of a new queue in a type without defaults. */
    record BuiltIn() implements SettingSource {
        @Override
        public String toString() {
            return "built-in";
        }
    }
}
