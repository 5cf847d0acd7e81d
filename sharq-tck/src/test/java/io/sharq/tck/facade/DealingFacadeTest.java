package io.sharq.tck.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit's own test: a facade that deals one dequeue out to several callers fails by the rules that it breaks. */
class DealingFacadeTest {
    @Test
    void aFacadeThatDealsABatchOutIsCaught() {
        assertThat(failures())
                .anyMatch(label -> label.startsWith("rule 6,"))
                .anyMatch(label -> label.startsWith("rule 8,"))
                .anyMatch(label -> label.startsWith("rule 12,"));
    }

    private static List<String> failures() {
        List<String> failed = new ArrayList<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(DealingFacade.class))
                                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                                .configurationParameter("jqwik.database", "target/jqwik-database-of-mutants")
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (test.isTest() && result.getStatus() == TestExecutionResult.Status.FAILED) {
                                    failed.add(test.getDisplayName());
                                }
                            }
                        });
        return failed;
    }
}
