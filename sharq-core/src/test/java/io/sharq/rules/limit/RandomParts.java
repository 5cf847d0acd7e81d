package io.sharq.rules.limit;

import io.sharq.api.limit.CalendarPeriod;
import io.sharq.api.limit.CalendarQuota;
import io.sharq.api.limit.HourWindow;
import io.sharq.api.limit.Hours;
import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Quota;
import io.sharq.api.limit.Rate;
import io.sharq.api.limit.RollingQuota;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Random parts of a limit, and pauses and costs that suit them. */
final class RandomParts {
    /** What the limits of a history have. */
    enum Kind {
        INTERVAL,
        RATE,
        ROLLING,
        CALENDAR,
        CONCURRENCY,
        HOURS,
        ALL
    }

    private static final long MILLI = 1_000;
    private static final long HOUR = 3_600_000_000L;
    private static final long DAY = 24 * HOUR;

    /** Among them zones whose clock is set back over midnight, by half an hour, and by a whole day. */
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"),
            ZoneId.of("America/Los_Angeles"),
            ZoneId.of("America/Havana"),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Asia/Kathmandu"),
            ZoneId.of("Africa/Cairo"),
            ZoneId.of("America/Santiago"));

    private final Random random;
    private final Kind kind;

    /** Whether a history takes place in milliseconds or in days. */
    private final boolean isLong;

    RandomParts(Random random, Kind kind) {
        this.random = random;
        this.kind = kind;
        this.isLong = kind == Kind.CALENDAR || kind == Kind.HOURS || (kind == Kind.ALL && random.nextBoolean());
    }

    long start() {
        return isLong ? random.nextLong(300 * DAY) : random.nextLong(1_000_000);
    }

    long pause() {
        if (isLong) {
            return oneOf(0, 1, 60_000_000, HOUR / 4, HOUR, random.nextLong(2 * DAY));
        }
        return oneOf(0, 0, 1, random.nextInt(10), MILLI, random.nextInt(20_000), random.nextInt(300_000));
    }

    long cost() {
        return oneOf(0, 1, 1, 1, 2, random.nextInt(10));
    }

    long used(long cost) {
        return oneOf(0, cost + 1, random.nextInt(5), random.nextInt(30));
    }

    LimitParts change(LimitParts before) {
        boolean isAll = kind == Kind.ALL;
        return new LimitParts(
                kind == Kind.INTERVAL || isAll ? changed(before.interval(), this::interval) : null,
                kind == Kind.RATE || isAll ? changed(before.rate(), this::rate) : null,
                kind == Kind.ROLLING || kind == Kind.CALENDAR || isAll ? changed(before.quota(), this::quota) : null,
                kind == Kind.CONCURRENCY || isAll ? changed(before.concurrency(), () -> 1 + random.nextInt(4)) : null,
                kind == Kind.HOURS || (isAll && isLong) ? changed(before.hours(), this::hours) : null,
                random.nextBoolean() ? before.maxCost() : Long.valueOf(30 + random.nextInt(1_000)));
    }

    private <T> @Nullable T changed(@Nullable T before, Supplier<T> make) {
        int choice = random.nextInt(10);
        return before == null || choice < 6 ? make.get() : choice == 6 ? null : before;
    }

    private Duration interval() {
        return Duration.ofMillis(isLong ? oneOf(1, 60_000, 3_600_000) : oneOf(1, 2, 5, 50));
    }

    private Rate rate() {
        long periodMillis = isLong ? oneOf(1_000, 60_000, 3_600_000) : oneOf(1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 100);
        return new Rate(oneOf(1, 2, 3, 5, 6, 7, 10), Duration.ofMillis(periodMillis), oneOf(1, 1, 2, 5, 10));
    }

    private Quota quota() {
        boolean isCalendar = kind == Kind.CALENDAR || (kind == Kind.ALL && random.nextBoolean());
        long units = oneOf(1, 2, 3, 5, 10, 20);
        if (!isCalendar) {
            long millis = isLong ? oneOf(60_000, 86_400_000) : oneOf(1, 3, 10, 64, 100, 500);
            return new RollingQuota(units, Duration.ofMillis(millis));
        }
        CalendarPeriod[] periods = CalendarPeriod.values();
        return new CalendarQuota(units, periods[random.nextInt(periods.length)], zone());
    }

    private ZoneId zone() {
        return ZONES.get(random.nextInt(ZONES.size()));
    }

    private Hours hours() {
        List<HourWindow> windows = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> window())
                .toList();
        return new Hours(windows, zone());
    }

    private HourWindow window() {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (int i = random.nextInt(6); i >= 0; i--) {
            days.add(DayOfWeek.of(1 + random.nextInt(7)));
        }
        LocalTime from = time();
        LocalTime to = time();
        return new HourWindow(days, from, to.equals(from) ? to.plusMinutes(15) : to);
    }

    private LocalTime time() {
        return LocalTime.MIDNIGHT.plusMinutes(15L * random.nextInt(96));
    }

    private long oneOf(long... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
