package io.sharq.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the known word that a misspelt word was probably meant to be. */
public final class Nearest {
    private Nearest() {}

    /**
     * Finds the nearest of the words, if it is at most two edits away, or one from a word of two or three characters.
     *
     * @param misspelt the word as written, in any case
     * @param words the known words
     * @return the nearest word, or empty if all are too far
     */
    public static Optional<String> to(String misspelt, Collection<String> words) {
        String lower = misspelt.toLowerCase(Locale.ROOT);
        int most = Math.min(2, lower.length() / 2);
        return words.stream()
                .filter(word -> edits(lower, word.toLowerCase(Locale.ROOT)) <= most)
                .min(Comparator.comparingInt(word -> edits(lower, word.toLowerCase(Locale.ROOT))));
    }

    /** The Levenshtein distance: the least number of characters to insert, remove or replace. Computed row by row. */
    static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
