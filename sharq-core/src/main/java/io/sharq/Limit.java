package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.limit.CalendarPeriod;
import io.sharq.api.limit.CalendarQuota;
import io.sharq.api.limit.HourWindow;
import io.sharq.api.limit.Hours;
import io.sharq.api.limit.LimitBounds;
import io.sharq.api.limit.LimitPart;
import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Rate;
import io.sharq.api.limit.RollingQuota;
import io.sharq.spi.Hold;
import io.sharq.spi.LimitChange;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of a limit: the parts that it sets and ends, and its hold (rules 18 to 20). Parts that are not named stay as
 * they are. Immutable: each method returns a new instance.
 *
 * <pre>{@code
 * sharq.limit(new LimitKey("sms", "att-camp7")).configure(Limit.rate(75, Duration.ofMinutes(1)).burst(10));
 * }</pre>
 */
public final class Limit {
    private static final Limit NO_CHANGE = new Limit(LimitParts.NONE, Set.of(), null);

    private final LimitParts set;
    private final Set<LimitPart> ended;
    private final @Nullable Hold hold;

    private Limit(LimitParts set, Set<LimitPart> ended, @Nullable Hold hold) {
        this.set = set;
        this.ended = ended;
        this.hold = hold;
    }

    /**
     * An empty change. It makes a limit without parts, which is always open.
     *
     * @return the empty change
     */
    public static Limit change() {
        return NO_CHANGE;
    }

    /**
     * Sets the time between two releases through the limit.
     *
     * @param interval the time, 1 ms to 365 days in whole milliseconds
     * @return a change of this part
     * @throws InvalidValueException if it is another
     */
    public static Limit interval(Duration interval) {
        Bounds.required("interval", interval);
        return of(new LimitParts(interval, null, null, null, null, null));
    }

    /**
     * Sets a rate with a burst of one unit, so that the releases are spread evenly.
     *
     * @param units the units in a period, 1 to {@value LimitBounds#MAX_UNITS}
     * @param period the period, 1 ms to 365 days in whole milliseconds
     * @return a change of this part
     * @throws InvalidValueException if one is out of range
     */
    public static Limit rate(long units, Duration period) {
        return of(new LimitParts(null, new Rate(units, period, 1), null, null, null, null));
    }

    /**
     * Sets a quota of a rolling span.
     *
     * @param units the units, 1 to {@value LimitBounds#MAX_UNITS}
     * @param span the span, 1 ms to 365 days in whole milliseconds
     * @return a change of this part
     * @throws InvalidValueException if one is out of range
     */
    public static Limit quota(long units, Duration span) {
        return of(new LimitParts(null, null, new RollingQuota(units, span), null, null, null));
    }

    /**
     * Sets a quota of a period of the calendar, such as a day of Los Angeles.
     *
     * @param units the units, 1 to {@value LimitBounds#MAX_UNITS}
     * @param per the period
     * @param zone the id of the time zone, such as {@code America/Los_Angeles}
     * @return a change of this part
     * @throws InvalidValueException if one is out of range, or this Java knows no such zone
     */
    public static Limit quota(long units, CalendarPeriod per, String zone) {
        return of(new LimitParts(
                null, null, new CalendarQuota(units, per, LimitBounds.zone("quota.zone", zone)), null, null, null));
    }

    /**
     * Sets the most jobs under leases.
     *
     * @param jobs the number, 1 to {@value Bounds#MAX_COUNT}
     * @return a change of this part
     * @throws InvalidValueException if it is out of range
     */
    public static Limit concurrency(int jobs) {
        return of(new LimitParts(null, null, null, jobs, null, null));
    }

    /**
     * Sets the hours in which the limit is open.
     *
     * @param zone the id of the time zone, such as {@code America/New_York}
     * @param windows the windows, 1 to {@value LimitBounds#MAX_WINDOWS}
     * @return a change of this part
     * @throws InvalidValueException if this Java knows no such zone, or there are no windows or too many
     */
    public static Limit hours(String zone, HourWindow... windows) {
        Hours hours = new Hours(List.of(Bounds.required("hours", windows)), LimitBounds.zone("zone", zone));
        return of(new LimitParts(null, null, null, null, hours, null));
    }

    private static Limit of(LimitParts parts) {
        return new Limit(parts, Set.of(), null);
    }

    /**
     * Sets the burst of the rate that this change sets: the units that may be released at once after a pause.
     *
     * @param units the units, 1 to {@value LimitBounds#MAX_UNITS}
     * @return a change with this burst
     * @throws InvalidValueException if it is out of range, or this change sets no rate
     */
    public Limit burst(long units) {
        Rate rate = set.rate();
        if (rate == null) {
            throw new InvalidValueException("rate.burst", "It belongs to a rate, and this change sets none.");
        }
        Rate changed = new Rate(rate.units(), rate.period(), units);
        return new Limit(
                new LimitParts(set.interval(), changed, set.quota(), set.concurrency(), set.hours(), set.maxCost()),
                ended,
                hold);
    }

    /**
     * Sets the greatest cost of a job. A limit that names none has {@value LimitBounds#DEFAULT_MAX_COST}.
     *
     * @param units the cost, 1 to {@value LimitBounds#MAX_UNITS}
     * @return a change with this setting
     * @throws InvalidValueException if it is out of range
     */
    public Limit maxCost(long units) {
        return and(of(new LimitParts(null, null, null, null, null, units)));
    }

    /**
     * This change and another one. Where both name the same part, the other one counts.
     *
     * @param other the other change
     * @return a change of both
     */
    public Limit and(Limit other) {
        Set<LimitPart> both = EnumSet.noneOf(LimitPart.class);
        both.addAll(ended);
        both.removeAll(other.named());
        both.addAll(other.ended);
        return new Limit(
                set.without(other.ended).with(other.set), Set.copyOf(both), other.hold != null ? other.hold : hold);
    }

    /** The parts that this change sets. */
    private Set<LimitPart> named() {
        Set<LimitPart> named = EnumSet.allOf(LimitPart.class);
        named.removeIf(part -> set.value(part) == null);
        return named;
    }

    /**
     * Ends parts of the limit.
     *
     * @param parts the parts
     * @return a change that ends them and does not set them
     */
    public Limit without(LimitPart... parts) {
        Set<LimitPart> more = EnumSet.noneOf(LimitPart.class);
        for (LimitPart part : Bounds.required("parts", parts)) {
            more.add(Bounds.required("parts", part));
        }
        return and(new Limit(LimitParts.NONE, more, null));
    }

    /**
     * Holds the limit until an instant: it is closed until then.
     *
     * @param until the instant, on the backend's clock
     * @param reason the reason, for operators
     * @return a change with this hold
     */
    public Limit holdUntil(Instant until, String reason) {
        return new Limit(set, ended, new Hold.Until(Micros.of("hold", until), reason));
    }

    /**
     * Holds the limit for a span from now.
     *
     * @param span the span
     * @param reason the reason, for operators
     * @return a change with this hold
     */
    public Limit holdFor(Duration span, String reason) {
        return new Limit(set, ended, new Hold.Span(Micros.of("hold", span), reason));
    }

    /**
     * Ends a hold.
     *
     * @return a change that lifts it
     */
    public Limit liftHold() {
        return new Limit(set, ended, Hold.LIFT);
    }

    LimitChange toChange() {
        return new LimitChange(set, ended);
    }

    @Nullable
    Hold hold() {
        return hold;
    }
}
