package io.sharq.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The entries set in one section, by key, and the place where the section was first named. */
record Block(String origin, Map<String, Entry> entries) {
    Block {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** Merges two layers of blocks. If both set a key, the upper one wins. */
    static Map<String, Block> overlay(Map<String, Block> lower, Map<String, Block> upper) {
        Map<String, Block> blocks = new TreeMap<>(lower);
        upper.forEach((section, block) -> blocks.merge(section, block, Block::under));
        return Collections.unmodifiableMap(blocks);
    }

    /** This block overridden by another one. */
    Block under(Block upper) {
        Map<String, Entry> merged = new LinkedHashMap<>(entries);
        merged.putAll(upper.entries);
        return new Block(origin, merged);
    }
}
