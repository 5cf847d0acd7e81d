package io.sharq.migration;

import java.util.List;
import java.util.Optional;

/**
 * What an import found and moved.
 *
 * @param isDryRun whether nothing was changed
 * @param types the queue types with jobs
 * @param queues the queues with waiting jobs
 * @param waiting the entries of the lists
 * @param active the active jobs
 * @param movable for a dry run, the entries of the lists that would be moved
 * @param moved the jobs that the target took
 * @param findings what an operator should know, one entry for each kind that was met
 */
public record ImportReport(
        boolean isDryRun,
        long types,
        long queues,
        long waiting,
        long active,
        long movable,
        long moved,
        List<Finding> findings) {
    /**
     * Keeps a copy of the list.
     *
     * @param isDryRun whether nothing was changed
     * @param types the queue types with jobs
     * @param queues the queues with waiting jobs
     * @param waiting the entries of the lists
     * @param active the active jobs
     * @param movable the entries of the lists that would be moved
     * @param moved the jobs that the target took
     * @param findings what an operator should know
     */
    public ImportReport {
        findings = List.copyOf(findings);
    }

    /**
     * Whether nothing that may be a job is left, or would be left, in the original's keys.
     *
     * @return false if a finding says that something stays or is set aside
     */
    public boolean isComplete() {
        return findings.stream().noneMatch(finding -> finding.kind().isLeft());
    }

    /**
     * The findings of a kind.
     *
     * @param kind the kind
     * @return the findings, or empty if there are none
     */
    public Optional<Finding> finding(FindingKind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).findFirst();
    }
}
