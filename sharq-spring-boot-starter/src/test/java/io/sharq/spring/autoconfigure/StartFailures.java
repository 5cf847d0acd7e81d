package io.sharq.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.boot.diagnostics.FailureAnalysis;

/** What Boot prints of a failed start. */
public final class StartFailures {
    private StartFailures() {}

    public static String sentence(Throwable failure) {
        FailureAnalysis analysis = new StartFailureAnalyzer().analyze(failure);
        assertThat(analysis).as("an analysis of " + failure).isNotNull();
        return analysis.getDescription();
    }
}
