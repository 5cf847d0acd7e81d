package io.sharq.tck.mutants;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One change of the model's text.
 *
 * @param file the file, as {@code model/LeaseChanges} or {@code rules/Readiness}
 * @param original what is there, exactly once, however it is broken into lines
 * @param wrong what is put in its place
 */
record Edit(String file, String original, String wrong) {
    String of(String source, String mutant) {
        String pattern =
                Stream.of(original.strip().split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+"));
        Matcher matcher = Pattern.compile(pattern).matcher(source);
        if (matcher.results().count() != 1) {
            throw new AssertionError(
                    "'%s' changes a text that is not exactly once in %s: %s".formatted(mutant, file, original));
        }
        return matcher.replaceFirst(Matcher.quoteReplacement(wrong));
    }
}
