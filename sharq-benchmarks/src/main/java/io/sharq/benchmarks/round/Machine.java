package io.sharq.benchmarks.round;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * The machine of a run. Its component names are the names in the JSON.
 *
 * @param cores the processors that this process may use
 * @param jdk the version of the Java runtime
 * @param os the operating system
 * @param redis the version of the Redis, or null without one
 * @param noOpsASecond the scripts that do nothing which that Redis ran a second, or null without one
 * @param loadBefore the load average of a minute at the start, negative if the system reports none
 * @param loadAfter the same at the end
 */
public record Machine(
        int cores,
        String jdk,
        String os,
        @Nullable String redis,
        @Nullable Double noOpsASecond,
        double loadBefore,
        double loadAfter) {
    /**
     * This machine.
     *
     * @param redis the version of the Redis, or null without one
     * @param noOpsASecond the rate of scripts that do nothing, or null without a Redis
     * @param loadBefore the load average at the start
     * @return the machine as it is now
     */
    static Machine now(@Nullable String redis, @Nullable Double noOpsASecond, double loadBefore) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                redis,
                noOpsASecond,
                loadBefore,
                load());
    }

    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
