package io.sharq.benchmarks.load;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as a table of text. */
final class Table {
    private final StringBuilder text = new StringBuilder();

    private Table() {}

    static String of(Report report, @Nullable Double noOps) {
        Table table = new Table();
        table.say(
                "%s: %,d jobs of %d types and %,d queues in %.2f s: %,.0f jobs/s",
                report.workload().name().toLowerCase(Locale.ROOT),
                report.jobs(),
                report.types(),
                report.queues(),
                report.seconds(),
                report.jobsASecond());
        if (noOps != null) {
            table.say(
                    "no-op scripts of redis-benchmark -P 16: %,.0f/s, ratio %.3f", noOps, report.jobsASecond() / noOps);
        }
        table.latencies(report);
        table.store(report);
        report.faults().forEach(fault -> table.say("WRONG: %s", fault));
        return table.text.toString();
    }

    private void latencies(Report report) {
        say("%-10s %10s %10s %10s %10s %10s %10s", "µs", "calls", "p50", "p90", "p99", "p99.9", "max");
        report.latencyMicros().forEach(this::latency);
        Latency lateness = report.spacing().lateness();
        if (lateness != null) {
            latency("lateness", lateness);
            say("released early: %d of %,d", report.spacing().early(), lateness.count());
        }
        Punctuality punctuality = report.punctuality();
        if (punctuality != null) {
            say(
                    "held by their limit: %,d of %,d; late by the caller's clock:",
                    punctuality.heldCount(), punctuality.heldCount() + punctuality.freeCount());
            late("held", punctuality.held());
            late("free", punctuality.free());
        }
    }

    private void late(String name, @Nullable Latency lateness) {
        if (lateness != null) {
            latency(name, lateness);
        }
    }

    private void latency(String name, Latency latency) {
        say(
                "%-10s %,10d %,10.0f %,10.0f %,10.0f %,10.0f %,10.0f",
                name, latency.count(), latency.p50(), latency.p90(), latency.p99(), latency.p999(), latency.max());
    }

    private void store(Report report) {
        if (report.countDifference() != null) {
            say("largest difference of two queues' counts while all were backlogged: %d", report.countDifference());
        }
        ServerCost redis = report.redis();
        if (redis != null) {
            say(
                    "a job cost Redis %.1f µs of processor, %.3f scripts and %.2f commands",
                    redis.cpuMicrosAJob(), redis.callsAJob(), redis.commandsAJob());
        }
        if (report.bytesAJob() != null) {
            say("a waiting job took %.0f bytes", report.bytesAJob());
        }
        Checks checks = report.checks();
        say(
                "checked: %,d enqueued, %,d delivered with their payloads, %,d finished, %,d missing",
                checks.enqueued(), checks.delivered() - checks.altered(), checks.finished(), checks.missing());
    }

    private void say(String format, @Nullable Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
