package io.sharq.redis.settings;

/**
 * The braces of a key prefix. Redis Cluster takes the first pair of braces in a key as its hash tag, so those of the prefix precede
 * the pair that SharQ adds for each partition, and all keys of the prefix share one slot.
 */
final class PrefixBraces {
    private PrefixBraces() {}

    static boolean areIn(String prefix) {
        return prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0;
    }

    /**
     * Whether the first braces of the prefix's keys are an empty pair. Redis ignores an empty hash tag and places each key by its
     * whole name, so the keys of a partition would be in different slots.
     */
    static boolean makeAnEmptyHashTag(String prefix) {
        String key = prefix + ":{" + prefix;
        return key.charAt(key.indexOf('{') + 1) == '}';
    }
}
