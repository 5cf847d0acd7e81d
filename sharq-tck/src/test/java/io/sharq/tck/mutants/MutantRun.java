package io.sharq.tck.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.sharq.tck.differential.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the kit on a mutant. */
final class MutantRun {
    /** The figure is for the table only: most mutants that it sees at all, it sees in the first hundred. */
    private static final int SEQUENCES = Integer.getInteger("sharq.mutants.sequences", 100);

    private MutantRun() {}

    /** The properties of its own rule that fail. */
    static List<String> killers(Mutant mutant) {
        MutantConformance.use(MutantLoader.of(mutant));
        PostDiscoveryFilter ofItsRule =
                descriptor -> FilterResult.includedIf(descriptor.getType() == TestDescriptor.Type.CONTAINER
                        || descriptor.getDisplayName().startsWith(mutant.rule()));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(MutantConformance.class))
                .filters(ofItsRule)
                // A mutant's failures are what is wanted: the platform hears of them, the console does not.
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.database", "target/jqwik-database-of-mutants")
                .build();
        List<String> failed = new ArrayList<>();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest() && result.getStatus() == TestExecutionResult.Status.FAILED) {
                    failed.add(test.getDisplayName());
                }
            }
        });
        return failed;
    }

    /** After how many random sequences the differential run sees it. */
    static OptionalInt sequencesUntilSeen(Mutant mutant) {
        MutantConformance.use(MutantLoader.of(mutant));
        Comparison comparison = new Comparison(new MutantConformance()::begin);
        return IntStream.rangeClosed(1, SEQUENCES)
                .filter(seed -> !comparison.agreesOn(seed))
                .findFirst();
    }
}
