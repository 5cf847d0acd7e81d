package io.sharq.server;

import io.sharq.TracedJob;
import io.sharq.api.Headers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the W3C trace context of a request from its headers {@code traceparent} and {@code tracestate}. What is malformed is
 * ignored and does not fail the request, as the specification demands.
 */
final class TraceContext {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final int LONGEST = 512;

    private static final Pattern PARENT_FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-[!-~]*)?");

    private static final Pattern STATE_FORM = Pattern.compile("[ -~]+");
    private static final String FIRST_VERSION = "00";
    private static final String INVALID_VERSION = "ff";

    private TraceContext() {}

    /**
     * The trace context as headers of a job, and the instant of the request, from which a worker measures the job's wait; none
     * if the request has no valid {@code traceparent}.
     */
    static Headers of(Function<String, List<String>> header) {
        List<String> parents = header.apply(PARENT);
        if (parents.size() != 1 || !isParent(parents.get(0))) {
            return Headers.NONE;
        }
        Headers context = Headers.of(PARENT, parents.get(0));
        String state = String.join(",", header.apply(STATE));
        boolean isState = state.length() <= LONGEST && STATE_FORM.matcher(state).matches();
        String now = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        return (isState ? context.with(STATE, state) : context).with(TracedJob.ENQUEUED_AT, now);
    }

    private static boolean isParent(String value) {
        Matcher parts = PARENT_FORM.matcher(value);
        if (value.length() > LONGEST || !parts.matches()) {
            return false;
        }
        String version = parts.group(1);
        boolean hasMore = parts.group(4) != null;
        return !version.equals(INVALID_VERSION)
                && !(version.equals(FIRST_VERSION) && hasMore)
                && !isZero(parts.group(2))
                && !isZero(parts.group(3));
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(digit -> digit == '0');
    }
}
