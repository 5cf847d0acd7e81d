package io.sharq.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The sections and keys that are not a backend's own, and the names of keys in the environment. */
final class KnownKeys {
    static final String SHARQ = "sharq";
    static final String SERVER = "sharq-server";

    /** The section of Redis is known without its module, so that one file serves every program. */
    static final String REDIS = "redis";

    private static final Map<String, Set<String>> SECTIONS = Map.of(
            SHARQ,
            Set.of(
                    "job_expire_interval",
                    "job_requeue_interval",
                    "default_job_requeue_limit",
                    "backend",
                    "max_payload_size",
                    "max_batch_size",
                    "finished_retention",
                    "dead_job_max_count",
                    "dead_job_max_age"),
            SERVER,
            Set.of("host", "port", "workers", "accesslog"));

    private KnownKeys() {}

    static Map<String, Set<String>> sections() {
        return SECTIONS;
    }

    /** {@code SHARQ_JOB_EXPIRE_INTERVAL}, {@code SHARQ_SERVER_PORT}, {@code SHARQ_REDIS_HOST}. */
    static String environmentName(String section, String key) {
        String middle = section.equals(SHARQ) ? "" : section.equals(SERVER) ? "server_" : section + "_";
        return ("sharq_" + middle + key).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The closest of some names, for a message; empty if none is close. */
    static String suggestion(String name, Iterable<String> known) {
        String best = "";
        int distance = Math.max(2, name.length() / 3) + 1;
        for (String candidate : known) {
            int d = distance(name, candidate);
            if (d < distance) {
                distance = d;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : "; did you mean \"" + best + "\"?";
    }

    /** The number of characters to insert, delete or change (Levenshtein, 1965). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    static boolean isSecret(String key) {
        return key.equals("password");
    }
}
