package io.sharq.migration;

import io.sharq.migration.OriginalKeyspace.Peek;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads all that an import would move, and reports it. It changes nothing. */
final class ImportPlan {
    private static final int QUEUES_AT_ONCE = 64;
    private static final int JOBS_AT_ONCE = 500;

    private final OriginalKeyspace original;
    private final ImportOptions options;
    private final int maxPayloadSize;
    private final Findings findings = new Findings();
    private final MoveProgress progress;
    private final JobNames names = new JobNames();
    private final Set<OriginalQueue> withJobs = new LinkedHashSet<>();
    private long types;
    private long queues;
    private long active;
    private long movable;

    ImportPlan(OriginalKeyspace original, ImportOptions options, int maxPayloadSize) {
        this.original = original;
        this.options = options;
        this.maxPayloadSize = maxPayloadSize;
        this.progress = new MoveProgress(options.listener());
    }

    ImportReport read() {
        Survey survey = original.survey(options.filter(), findings);
        for (String type : survey.types()) {
            long before = withJobs.size();
            if (ImportRun.isRefused(type)) {
                findings.addOnce(FindingKind.REFUSED_TYPE, type);
            }
            for (ActiveJob job : original.active(type, options.filter(), findings)) {
                active++;
                withJobs.add(job.queue());
                names.add(job.queue().field(job.id()));
            }
            List<OriginalQueue> all = survey.queues(type);
            for (int first = 0; first < all.size(); first += QUEUES_AT_ONCE) {
                read(all.subList(first, Math.min(all.size(), first + QUEUES_AT_ONCE)));
            }
            if (withJobs.size() > before) {
                types++;
            } else {
                findings.addOnce(FindingKind.EMPTY_TYPE, type);
            }
        }
        if (options.filter().isAll()) {
            original.eachPayload(name -> {
                if (!names.contains(name)) {
                    findings.add(FindingKind.ORPHAN_PAYLOAD, name);
                }
            });
            Set<String> known = new LinkedHashSet<>();
            withJobs.forEach(queue -> known.add(queue.field()));
            original.eachInterval(name -> {
                if (!known.contains(name)) {
                    findings.add(FindingKind.ORPHAN_INTERVAL, name);
                }
            });
        }
        return new ImportReport(true, types, queues, progress.done(), active, movable, 0, findings.list());
    }

    /** Reads queues from their heads to their ends, so many jobs of each at once. */
    private void read(List<OriginalQueue> all) {
        List<OriginalQueue> left = all;
        for (long first = 0; !left.isEmpty(); first += JOBS_AT_ONCE) {
            List<Peek> peeks = original.peek(left, first, JOBS_AT_ONCE);
            List<OriginalQueue> next = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                OriginalQueue queue = left.get(i);
                Peek peek = peeks.get(i);
                if (first == 0 && peek.length() > 0) {
                    queues++;
                    withJobs.add(queue);
                }
                convert(queue, peek);
                long read = peek.jobs().size();
                if (read > 0 && read < JOBS_AT_ONCE && first + read < peek.length()) {
                    // Large payloads ended the reply early.
                    readRest(queue, first + read);
                } else if (first + read < peek.length() && read > 0) {
                    next.add(queue);
                }
            }
            left = next;
        }
    }

    private void readRest(OriginalQueue queue, long from) {
        long first = from;
        while (true) {
            Peek peek = original.peek(List.of(queue), first, JOBS_AT_ONCE).get(0);
            convert(queue, peek);
            first += peek.jobs().size();
            if (peek.jobs().isEmpty() || first >= peek.length()) {
                return;
            }
        }
    }

    private void convert(OriginalQueue queue, Peek peek) {
        if (peek.jobs().isEmpty()) {
            return;
        }
        Interval interval = Interval.of(peek.interval());
        QueueRemarks.add(findings, queue, interval);
        boolean isRefused = ImportRun.isRefused(queue);
        if (isRefused && !ImportRun.isRefused(queue.type())) {
            findings.addOnce(FindingKind.REFUSED_QUEUE, queue.field());
        }
        for (OriginalJob job : peek.jobs()) {
            String name = queue.field(job.id());
            if (!names.add(name)) {
                findings.add(FindingKind.DUPLICATE, name);
            } else if (!isRefused && !(interval instanceof Interval.Unreadable)) {
                convert(new JobConversion(TargetQueues.key(queue), interval, maxPayloadSize), job, name);
            }
        }
        progress.done(peek.jobs().size());
    }

    private void convert(JobConversion conversion, OriginalJob job, String name) {
        JobConversion.Result result = conversion.convert(job);
        if (result instanceof JobConversion.Result.Movable convertible) {
            movable++;
            convertible.remarks().forEach(remark -> findings.add(remark, name));
        } else if (result instanceof JobConversion.Result.Aside refused) {
            findings.add(refused.reason(), name);
        }
    }
}
