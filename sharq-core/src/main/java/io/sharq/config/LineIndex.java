package io.sharq.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of an INI text on which each section and each key stand, counted from 1. ini4j does not tell them, so this
 * reads a line as ini4j does.
 */
final class LineIndex {
    /** A key of a section, or with an empty key the section's own header. */
    private record Place(String section, String key) {}

    private final Map<Place, List<Integer>> lines = new HashMap<>();

    LineIndex(List<String> text) {
        String section = "";
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i).trim();
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1).trim();
                add(new Place(section, ""), i + 1);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                add(new Place(section, key(line)), i + 1);
            }
        }
    }

    private void add(Place place, int line) {
        lines.computeIfAbsent(place, p -> new ArrayList<>()).add(line);
    }

    private static String key(String line) {
        int end = 0;
        while (end < line.length() && !isOperator(line, end)) {
            end++;
        }
        return line.substring(0, end).trim();
    }

    /** To ini4j, an operator behind a backslash is none, even where it is told to know no escapes. */
    private static boolean isOperator(String line, int at) {
        char c = line.charAt(at);
        return (c == ':' || c == '=') && (at == 0 || line.charAt(at - 1) != '\\');
    }

    /** The lines of a section's headers, in order. */
    List<Integer> section(String name) {
        return lines.getOrDefault(new Place(name, ""), List.of());
    }

    /** The lines of a section's key, in order. */
    List<Integer> key(String section, String key) {
        return lines.getOrDefault(new Place(section, key), List.of());
    }
}
