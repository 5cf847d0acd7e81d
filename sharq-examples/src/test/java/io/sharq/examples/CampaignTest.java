package io.sharq.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The campaign in real time, because its rates are; a short one. */
class CampaignTest {
    @TempDir
    private Path folder;

    @Test
    void aCampaignKeepsEachAccountsRate() throws IOException {
        StringBuilder rows = new StringBuilder("account,interval_ms,to,text\n");
        for (int i = 0; i < 20; i++) {
            rows.append("slow,20,+49,\"Hello, you\"\nfast,5,+49,Hello\n");
        }
        Path csv = Files.writeString(folder.resolve("campaign.csv"), rows);

        assertThat(new CommandLine(new Campaign()).execute("--csv", csv.toString()))
                .isZero();
    }

    @Test
    void twoMessagesTooCloseAreCounted() {
        Report report = new Report();
        report.promise("account", Duration.ofMillis(10));
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        report.sent("account", start);
        report.sent("account", start.plusMillis(10));
        report.sent("account", start.plusMillis(19));

        assertThat(report.print()).isEqualTo(1);
    }
}
