package io.sharq.cli;

import io.sharq.api.InvalidValueException;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Rounds;
import io.sharq.benchmarks.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of a measurement in rounds, and its report. */
final class RoundOptions {
    @Spec(Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--rounds", description = "rounds that count; default: ${DEFAULT-VALUE}")
    private int rounds = 5;

    @Option(names = "--warmup-rounds", description = "rounds before, unmeasured; default: ${DEFAULT-VALUE}")
    private int warmup = 1;

    @Option(names = "--json", description = "print one line of JSON instead of the table")
    private boolean json;

    /** Runs a scenario and prints its outcome. The exit code is 1 if a claim was not met. */
    int report(Supplier<Scenario> scenario) throws InterruptedException {
        PrintWriter err = line().getErr();
        try {
            Rounds planned = new Rounds(rounds, warmup, step -> {
                err.println(step);
                err.flush();
            });
            Outcome outcome = scenario.get().run(planned);
            PrintWriter out = line().getOut();
            if (json) {
                out.println(outcome.json());
            } else {
                out.print(outcome.table());
            }
            out.flush();
            return outcome.isMet() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (InvalidValueException e) {
            String name = e.field().equals("target") ? "TARGET" : "--" + e.field();
            throw new ParameterException(line(), name + ": " + e.fault(), e);
        } catch (IOException e) {
            err.println(line().getCommandSpec().qualifiedName() + ": " + e.getMessage());
            err.flush();
            return ExitCode.SOFTWARE;
        }
    }

    private CommandLine line() {
        if (command == null) {
            throw new IllegalStateException("The command was not run by picocli");
        }
        return command.commandLine();
    }
}
