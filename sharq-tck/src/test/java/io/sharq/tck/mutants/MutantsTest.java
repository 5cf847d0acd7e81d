package io.sharq.tck.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The kit's own test: each wrong backend must fail by a property of the rule that it breaks. The table goes to the
 * build's output.
 */
class MutantsTest {
    private static final Map<Integer, String> ROWS = new ConcurrentSkipListMap<>();

    @TestFactory
    Stream<DynamicTest> everyMutantFailsByAPropertyOfItsRule() {
        return IntStream.range(0, Mutants.ALL.size())
                .mapToObj(number -> DynamicTest.dynamicTest(
                        Mutants.ALL.get(number).toString(), () -> kill(number, Mutants.ALL.get(number))));
    }

    private static void kill(int number, Mutant mutant) {
        List<String> killers = MutantRun.killers(mutant);
        OptionalInt sequences = MutantRun.sequencesUntilSeen(mutant);
        ROWS.put(number, row(mutant, killers, sequences));
        assertThat(killers).as("the properties that see that " + mutant.name()).isNotEmpty();
    }

    private static String row(Mutant mutant, List<String> killers, OptionalInt sequences) {
        String killer = killers.isEmpty()
                ? "SURVIVED"
                : killers.get(0).substring(killers.get(0).indexOf(": ") + 2);
        return "%-9s %-68s %-10s %s"
                .formatted(mutant.rule(), mutant.name(), sequences.isPresent() ? sequences.getAsInt() : "-", killer);
    }

    @AfterAll
    static void print() {
        System.out.printf(
                "%n%-9s %-68s %-10s %s%n", "Rule", "Mutant", "Sequences", "First property of the rule that sees it");
        ROWS.values().forEach(System.out::println);
        System.out.printf(
                "%d mutants; Sequences: how many random ones until the differential run saw it%n%n", ROWS.size());
    }

    @Test
    void everyRuleHasAMutant() {
        assertThat(Mutants.ALL).hasSizeGreaterThanOrEqualTo(24);
        assertThat(Mutants.ALL.stream().map(Mutant::rule).collect(Collectors.toSet()))
                .containsAll(IntStream.rangeClosed(1, 28)
                        .mapToObj(rule -> "rule " + rule + ",")
                        .toList());
    }

    @Test
    void withoutAMistakeNothingFails() {
        Mutant none = new Mutant("rule", "none", List.of());
        assertThat(MutantRun.killers(none)).isEmpty();
    }
}
