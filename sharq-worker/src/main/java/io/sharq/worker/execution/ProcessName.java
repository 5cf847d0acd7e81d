package io.sharq.worker.execution;

import io.sharq.api.Bounds;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this process: its host name, a colon and its process id. Thread-safe. */
public final class ProcessName {
    private static final int LONGEST_HOST =
            Bounds.MAX_CONSUMER_LENGTH - 1 - Long.toString(Long.MAX_VALUE).length();

    private ProcessName() {}

    private static final class Cached {
        // The host name may come from a name server, so it is read once.
        static final String NAME = of(host(), ProcessHandle.current().pid());
    }

    /** The name, which is a valid name of a consumer. */
    public static String get() {
        return Cached.NAME;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Host names of some systems have characters that no consumer's name has, or are longer. */
    static String of(String host, long pid) {
        String safe = host.replaceAll("[^A-Za-z0-9._-]", "_");
        String begin = safe.substring(0, Math.min(safe.length(), LONGEST_HOST));
        return (begin.isEmpty() ? "localhost" : begin) + ":" + pid;
    }
}
