package io.sharq.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What of a Redis's own settings an operator should know, read from its {@code INFO}. */
final class Fitness {
    private static final int LEAST_MAJOR = 6;
    private static final int LEAST_MINOR = 2;

    private final Map<String, String> info;
    private final List<String> warnings = new ArrayList<>();

    private Fitness(String info) {
        this.info = info.lines()
                .filter(line -> line.indexOf(':') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip(),
                        (one, other) -> one));
    }

    static List<String> warnings(String info) {
        Fitness fitness = new Fitness(info);
        fitness.version();
        fitness.eviction();
        fitness.persistence();
        return fitness.warnings;
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
        if (info.getOrDefault("aof_enabled", "1").equals("0")) {
            warnings.add("the append-only file is off: jobs enqueued since the last snapshot are lost with the process;"
                    + " set appendonly to yes, and appendfsync to always if a power cut must lose nothing");
        }
    }
}
