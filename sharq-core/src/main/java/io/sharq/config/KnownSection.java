package io.sharq.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A section that a configuration may have.
 *
 * @param name its name
 * @param keys the keys that it may hold
 * @param isOpen whether it may hold any key, because the backend that would know them is not on the class path
 */
record KnownSection(String name, SortedSet<String> keys, boolean isOpen) {
    static final String SHARQ = "sharq";
    static final String BACKEND = "backend";
    static final String JOB_EXPIRE_INTERVAL = "job_expire_interval";
    static final String JOB_REQUEUE_INTERVAL = "job_requeue_interval";
    static final String DEFAULT_JOB_REQUEUE_LIMIT = "default_job_requeue_limit";
    static final String MAX_PAYLOAD_SIZE = "max_payload_size";
    static final String MAX_BATCH_SIZE = "max_batch_size";
    static final String FINISHED_RETENTION = "finished_retention";
    static final String DEAD_JOB_MAX_COUNT = "dead_job_max_count";
    static final String DEAD_JOB_MAX_AGE = "dead_job_max_age";
    static final String RETRY_FOR = "retry_for";

    /**
     * The sections that belong to no backend. They are all known here, whichever module reads them, so that the file of
     * a server also loads in a library.
     */
    static final List<KnownSection> FIXED = List.of(
            closed(
                    SHARQ,
                    List.of(
                            BACKEND,
                            JOB_EXPIRE_INTERVAL,
                            JOB_REQUEUE_INTERVAL,
                            DEFAULT_JOB_REQUEUE_LIMIT,
                            MAX_PAYLOAD_SIZE,
                            MAX_BATCH_SIZE,
                            FINISHED_RETENTION,
                            DEAD_JOB_MAX_COUNT,
                            DEAD_JOB_MAX_AGE,
                            RETRY_FOR)),
            closed(
                    "sharq-server",
                    List.of(
                            "host",
                            "port",
                            "workers",
                            "accesslog",
                            "insecure",
                            "tls_cert",
                            "tls_key",
                            "tls_client_ca",
                            "htpasswd",
                            "htpasswd_roles",
                            "tokens",
                            "jwt_keys",
                            "jwt_issuer",
                            "jwt_audience",
                            "max_body_size",
                            "max_header_size",
                            "max_uri_length",
                            "header_timeout",
                            "body_timeout",
                            "idle_timeout",
                            "max_connections",
                            "max_connections_per_address",
                            "max_waiting",
                            "max_waiting_per_client",
                            "max_wait",
                            "requests_per_second",
                            "bytes_per_second",
                            "queues_per_hour",
                            "shutdown_timeout")),
            closed(
                    "worker",
                    List.of(
                            "coordinator_delay",
                            "default_order",
                            "default_thread",
                            "batch_size",
                            "empty_limit",
                            "empty_pause",
                            "lease",
                            "requeue_limit",
                            "first_backoff",
                            "longest_backoff",
                            "close_timeout",
                            "recurrent_check_interval",
                            "recurrent_tasks_limit")));

    static KnownSection closed(String name, Collection<String> keys) {
        return new KnownSection(name, new TreeSet<>(keys), false);
    }

    static KnownSection open(String name) {
        return new KnownSection(name, new TreeSet<>(), true);
    }

    boolean allows(String key) {
        return isOpen || keys.contains(key);
    }

    /** Whether a variable can only be meant for this section. That of a {@code [sharq]} key can be another program's. */
    boolean claims(String variable) {
        boolean hasKeys = isOpen || !keys.isEmpty();
        return hasKeys && !name.equals(SHARQ) && variable.startsWith(prefix());
    }

    /** What the environment variables of the section begin with. */
    String prefix() {
        return switch (name) {
            case SHARQ -> Environment.PREFIX;
            case "sharq-server" -> Environment.PREFIX + "SERVER_";
            default -> Environment.PREFIX + upper(name) + "_";
        };
    }

    /** The environment variable that sets a key. */
    String variable(String key) {
        return prefix() + upper(key);
    }

    /** What is said of a key that the section does not know. */
    String unknown(String key) {
        return Nearest.to(key, keys)
                .map(near -> "unknown key; did you mean " + near + "?")
                .orElse(
                        keys.isEmpty()
                                ? "unknown key; the section has no keys"
                                : "unknown key; known are " + String.join(", ", keys));
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
