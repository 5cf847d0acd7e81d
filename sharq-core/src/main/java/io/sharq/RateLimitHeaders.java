package io.sharq;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long a response wants its client to wait, from the headers that services use for it. Used by one thread. */
final class RateLimitHeaders {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,9}(?:\\.\\d{1,9})?)(d|h|ms|m|s|us|\u00b5s|ns))+");
    private static final Pattern DURATION_PART =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(d|h|ms|m|s|us|\u00b5s|ns)");
    /** A header of one limit of a family, such as {@code x-ratelimit-reset-tokens} or {@code ratelimit-reset}. */
    private static final Pattern RESET = Pattern.compile("(?:.*-)?rate-?limit(?:-.+)?-reset(?:-.+)?");

    /** A member of the IETF draft's fields: {@code "default";r=0;t=30}, or {@code limit=100, remaining=0, reset=30}. */
    private static final Pattern REMAINING = Pattern.compile("\\b(?:r|remaining)=(\\d{1,15})");

    private static final Pattern RESETS_IN = Pattern.compile("\\b(?:t|reset)=(\\d{1,15})");

    /** Numbers from here on are seconds since 1970, and from the second on milliseconds. */
    private static final BigDecimal EPOCH_SECONDS = BigDecimal.valueOf(1_000_000_000L);

    private static final BigDecimal EPOCH_MILLIS = BigDecimal.valueOf(100_000_000_000L);

    private record Limit(boolean isUsedUp, Duration reset) {}

    private final Map<String, List<String>> headers = new TreeMap<>();
    private final Instant now;

    RateLimitHeaders(Map<String, List<String>> headers, Instant now) {
        headers.forEach((name, values) -> {
            // HttpURLConnection lists the status line under the name null.
            if (name != null && values != null && !values.isEmpty()) {
                this.headers.put(name.toLowerCase(Locale.ROOT), values);
            }
        });
        this.now = value("date").flatMap(RateLimitHeaders::date).orElse(now);
    }

    /** The time until the next request, not positive if it is over; empty if no header names one. */
    Optional<Duration> reset() {
        return value("retry-after-ms")
                .flatMap(RateLimitHeaders::number)
                .map(millis -> seconds(millis.movePointLeft(3)))
                .or(() -> value("retry-after").flatMap(this::span))
                .or(() -> ofLimits(limits()));
    }

    private static Optional<Duration> ofLimits(List<Limit> limits) {
        Optional<Duration> last =
                limits.stream().filter(Limit::isUsedUp).map(Limit::reset).max(Comparator.naturalOrder());
        return last.or(() -> limits.stream().map(Limit::reset).min(Comparator.naturalOrder()));
    }

    private List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        for (String name : headers.keySet()) {
            if (RESET.matcher(name).matches()) {
                value(name)
                        .flatMap(this::span)
                        .ifPresent(
                                reset -> limits.add(new Limit(isUsedUp(name.replace("-reset", "-remaining")), reset)));
            }
        }
        for (String field : headers.getOrDefault("ratelimit", List.of())) {
            limits.addAll(structured(field));
        }
        return limits;
    }

    /** Whether nothing remains of a limit. One that does not say what remains counts as used up: it is all that is known. */
    private boolean isUsedUp(String remaining) {
        return value(remaining)
                .flatMap(RateLimitHeaders::number)
                .map(left -> left.signum() == 0)
                .orElse(true);
    }

    private static List<Limit> structured(String field) {
        List<Limit> limits = new ArrayList<>();
        // The older draft separates the parameters of one limit by commas, the newer one separates limits by them.
        for (String member : field.contains(";") ? field.split(",") : new String[] {field}) {
            Matcher reset = RESETS_IN.matcher(member);
            if (reset.find()) {
                Matcher remaining = REMAINING.matcher(member);
                boolean isUsedUp = !remaining.find() || Long.parseLong(remaining.group(1)) == 0;
                limits.add(new Limit(isUsedUp, Duration.ofSeconds(Long.parseLong(reset.group(1)))));
            }
        }
        return limits;
    }

    private Optional<String> value(String name) {
        List<String> values = headers.get(name);
        return values == null || values.get(0) == null
                ? Optional.empty()
                : Optional.of(values.get(0).strip());
    }

    private Optional<Duration> span(String value) {
        return number(value)
                .map(this::sinceNow)
                .or(() -> goDuration(value))
                .or(() -> date(value).map(date -> Duration.between(now, date)));
    }

    private Duration sinceNow(BigDecimal number) {
        if (number.compareTo(EPOCH_SECONDS) < 0) {
            return seconds(number);
        }
        BigDecimal sinceEpoch = number.compareTo(EPOCH_MILLIS) < 0 ? number : number.movePointLeft(3);
        return seconds(sinceEpoch).minus(Duration.between(Instant.EPOCH, now));
    }

    private static Optional<BigDecimal> number(String value) {
        return NUMBER.matcher(value).matches() ? Optional.of(new BigDecimal(value)) : Optional.empty();
    }

    private static Duration seconds(BigDecimal seconds) {
        BigDecimal[] parts = seconds.setScale(9, RoundingMode.UP).divideAndRemainder(BigDecimal.ONE);
        return Duration.ofSeconds(
                parts[0].longValueExact(), parts[1].movePointRight(9).longValueExact());
    }

    /** A duration as Go writes it, such as {@code 1m30.5s}. */
    private static Optional<Duration> goDuration(String value) {
        if (!DURATION.matcher(value).matches()) {
            return Optional.empty();
        }
        return Optional.of(DURATION_PART
                .matcher(value)
                .results()
                .map(RateLimitHeaders::part)
                .reduce(Duration.ZERO, Duration::plus));
    }

    private static Duration part(MatchResult part) {
        return seconds(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2)), 9)));
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "d" -> 86_400_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "s" -> 1_000_000_000L;
            case "ms" -> 1_000_000L;
            case "ns" -> 1L;
            default -> 1_000L;
        };
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(
                    Character.isDigit(value.isEmpty() ? ' ' : value.charAt(0))
                            ? OffsetDateTime.parse(value).toInstant()
                            : ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
