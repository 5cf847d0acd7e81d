package io.sharq.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The line numbers of each section and key of an INI text, counted from 1. ini4j does not report them, so this class
 * splits lines as ini4j does.
 */
final class LineIndex {
    /** A key of a section. An empty key stands for the section's header. */
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

    /** ini4j ignores an operator after a backslash, even when escapes are disabled. */
    private static boolean isOperator(String line, int at) {
        char c = line.charAt(at);
        return (c == ':' || c == '=') && (at == 0 || line.charAt(at - 1) != '\\');
    }

    /** The line numbers of a section's headers, in order. */
    List<Integer> section(String name) {
        return lines.getOrDefault(new Place(name, ""), List.of());
    }

    /** The line numbers of a section's key, in order. */
    List<Integer> key(String section, String key) {
        return lines.getOrDefault(new Place(section, key), List.of());
    }
}
