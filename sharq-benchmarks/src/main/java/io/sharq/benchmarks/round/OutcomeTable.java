package io.sharq.benchmarks.round;

import java.util.Locale;
import java.util.Map;

/** An outcome as text. */
final class OutcomeTable {
    private final StringBuilder text = new StringBuilder();

    private OutcomeTable() {}

    static String of(Outcome outcome) {
        OutcomeTable table = new OutcomeTable();
        table.line("%s", outcome.title());
        table.machine(outcome.machine());
        table.line("%-52s %12s %12s %12s", "of " + outcome.rounds() + " rounds", "median", "least", "most");
        outcome.sides().forEach((name, figures) -> {
            table.side(name, figures);
            outcome.dashes().getOrDefault(name, Map.of()).forEach(table::dash);
        });
        if (!outcome.ratios().isEmpty()) {
            table.line("ratios");
            outcome.ratios().forEach(table::spread);
        }
        outcome.unmet().forEach(fault -> table.line("NOT MET: %s", fault));
        return table.text.toString();
    }

    private void machine(Machine machine) {
        String noOps = machine.noOpsASecond() == null
                ? ""
                : String.format(Locale.ROOT, ", %,.0f no-op scripts/s", machine.noOpsASecond());
        line(
                "%d cores, JDK %s, %s%s%s; load average %.1f before, %.1f after",
                machine.cores(),
                machine.jdk(),
                machine.os(),
                machine.redis() == null ? "" : ", Redis " + machine.redis(),
                noOps,
                machine.loadBefore(),
                machine.loadAfter());
    }

    private void side(String name, Map<String, Spread> figures) {
        line("%s", name);
        figures.forEach(this::spread);
    }

    private void dash(String name, String reason) {
        line("  %-50s %12s   %s", name, "-", reason);
    }

    private void spread(String name, Spread spread) {
        line("  %-50s %12s %12s %12s", name, number(spread.median()), number(spread.least()), number(spread.most()));
    }

    /** Three digits at least: a ratio of 0.034 and a rate of 120,000 stand in the same column. */
    private static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 1_000 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 || size == 0 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
