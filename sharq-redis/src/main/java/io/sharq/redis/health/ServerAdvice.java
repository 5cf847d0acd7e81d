package io.sharq.redis.health;

import io.sharq.redis.settings.Durability;
import io.sharq.redis.settings.Durability.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Findings about a Redis server's settings and state, for an operator.
 *
 * @param warnings what is wrong, or riskier than Redis's defaults
 * @param notes the risks of the defaults
 */
public record ServerAdvice(List<String> warnings, List<String> notes) {
    /**
     * Judges what a Redis reports about itself. What it does not report is not judged.
     *
     * @param info its {@code INFO}
     * @param settings its settings by name, as far as they could be read
     * @param durability what enqueues wait for
     */
    static ServerAdvice of(String info, Map<String, String> settings, Durability durability) {
        Judgement judgement = new Judgement(fields(info), settings, durability);
        judgement.version();
        judgement.eviction();
        judgement.persistence();
        return new ServerAdvice(List.copyOf(judgement.warnings), List.copyOf(judgement.notes));
    }

    /** Returns this advice with one more warning, before the others. */
    ServerAdvice withWarning(String warning) {
        List<String> all = new ArrayList<>();
        all.add(warning);
        all.addAll(warnings);
        return new ServerAdvice(List.copyOf(all), notes);
    }

    private static Map<String, String> fields(String info) {
        return info.lines()
                .filter(line -> line.indexOf(':') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip(),
                        (one, other) -> one));
    }

    private static final class Judgement {
        private static final int LEAST_MAJOR = 6;
        private static final int LEAST_MINOR = 2;

        private final Map<String, String> info;
        private final Map<String, String> settings;
        private final Durability durability;
        private final List<String> warnings = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        private Judgement(Map<String, String> info, Map<String, String> settings, Durability durability) {
            this.info = info;
            this.settings = settings;
            this.durability = durability;
        }

        private void version() {
            String version = info.getOrDefault("redis_version", "");
            String[] parts = version.split("\\.", -1);
            if (parts.length < 2 || !parts[0].matches("\\d{1,4}") || !parts[1].matches("\\d{1,4}")) {
                return;
            }
            int major = Integer.parseInt(parts[0]);
            if (major < LEAST_MAJOR || (major == LEAST_MAJOR && Integer.parseInt(parts[1]) < LEAST_MINOR)) {
                warnings.add("this is Redis " + version + "; SharQ is made for 6.2 and later");
            }
        }

        private void eviction() {
            String policy = info.getOrDefault("maxmemory_policy", "noeviction");
            if (!policy.equals("noeviction")) {
                warnings.add("maxmemory-policy is " + policy
                        + ": a Redis that is full would throw queues away; set it to noeviction");
            }
        }

        private void persistence() {
            if (isErr("rdb_last_bgsave_status")) {
                warnings.add("the last snapshot failed (rdb_last_bgsave_status is err): Redis refuses changes until one"
                        + " succeeds, unless stop-writes-on-bgsave-error is no; its log has the reason");
            }
            if (info.getOrDefault("aof_enabled", "1").equals("0")) {
                warnings.add(
                        "the append-only file is off: jobs enqueued since the last snapshot are lost with the process;"
                                + " set appendonly to yes, and appendfsync to always if neither a kill of Redis nor a"
                                + " power cut may undo what was answered");
                return;
            }
            if (isErr("aof_last_write_status")) {
                warnings.add(
                        "the last write or sync of the append-only file failed (aof_last_write_status is err): Redis"
                                + " refuses changes until one succeeds; its log has the reason");
            }
            if (isErr("aof_last_bgrewrite_status")) {
                warnings.add(
                        "the last rewrite of the append-only file failed (aof_last_bgrewrite_status is err): the file"
                                + " grows until one succeeds; Redis's log has the reason");
            }
            String policy = settings.getOrDefault("appendfsync", "");
            switch (policy) {
                case "no" -> neverSynced();
                case "everysec" -> syncedEverySecond();
                default -> {
                    // Always, or unknown: there is nothing to report.
                }
            }
            if (!policy.equals("no")
                    && settings.getOrDefault("no-appendfsync-on-rewrite", "").equals("yes")) {
                warnings.add("no-appendfsync-on-rewrite is yes: while Redis rewrites its append-only file or saves a"
                        + " snapshot it syncs nothing, even if appendfsync is always, and a power cut may undo all that it"
                        + " answered meanwhile; set it to no");
            }
            slowSyncs();
        }

        private boolean isErr(String field) {
            return info.getOrDefault(field, "").equals("err");
        }

        private void neverSynced() {
            warnings.add(
                    durability.kind() == Kind.AOF
                            ? "appendfsync is no, so Redis never syncs its append-only file, which enqueues wait for"
                                    + " (`durability` is aof): each ends as UNKNOWN; set it to everysec or always"
                            : "appendfsync is no: a power cut may undo all that the operating system has not written yet,"
                                    + " often half a minute; set it to everysec or always");
        }

        private void syncedEverySecond() {
            String undone = "a kill of Redis may undo what it answered in its last two seconds, and a power cut what it"
                    + " answered since its last completed sync began";
            notes.add(
                    durability.kind() == Kind.AOF
                            ? "appendfsync is everysec. Enqueues wait for the sync (`durability` is aof); of all else "
                                    + undone
                            : "appendfsync is everysec: " + undone
                                    + "; set appendfsync to always, or `durability` to aof for enqueues, if it must not");
        }

        /**
         * Adds a note about slow syncs. Redis counts them only with everysec, since it started or its statistics were reset.
         */
        private void slowSyncs() {
            String count = info.getOrDefault("aof_delayed_fsync", "0");
            if (!count.equals("0")) {
                notes.add("the disk of the append-only file is slow: " + count
                        + " times Redis waited two seconds for a sync that had not ended (aof_delayed_fsync);"
                        + " the slower it is, the more a power cut undoes");
            }
        }
    }
}
