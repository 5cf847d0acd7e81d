package io.sharq.rules.limit;

import io.sharq.rules.limit.LevelEvent.Changed;
import io.sharq.rules.limit.LevelEvent.Released;
import java.util.ArrayList;
import java.util.List;

/**
 * Rule 19: the level of a rate. It falls as time passes, and each release raises it by its cost.
 *
 * <p>A settlement computes the level as if what was used had been the cost. That is no subtraction: a level that has touched
 * zero since the release has forgotten a part of the cost. So the state keeps the releases whose leases have not ended, and
 * what followed them, and computes the level from these. Of more than {@value #MAX_EVENTS} events, releases that lie close
 * together are merged as of the last one. A cost that counts later leaves a level that is at least as high, so the limit may
 * open late after a settlement, and never early.
 *
 * @param setNumber the number of the change that set the rate; releases before it do not count
 * @param base the level before the first event
 * @param events the releases and changes since, in order
 * @param last the level after the last event
 */
public record RateLevel(long setNumber, LevelPoint base, List<LevelEvent> events, LevelPoint last) {
    /** The most events that are kept. */
    static final int MAX_EVENTS = 64;

    /**
     * Copies the events.
     *
     * @param setNumber the number of the change that set the rate
     * @param base the level before the first event
     * @param events the releases and changes since
     * @param last the level after the last event
     */
    public RateLevel {
        events = List.copyOf(events);
    }

    static RateLevel empty(long number, long nowMicros, RateTerms terms) {
        LevelPoint none = new LevelPoint(number, nowMicros, 0, terms);
        return new RateLevel(number, none, List.of(), none);
    }

    long opensAt() {
        return last.terms().opensAt(last.level(), last.atMicros());
    }

    RateLevel released(long number, long nowMicros, long units) {
        return appended(new Released(number, nowMicros, units, 1));
    }

    RateLevel changed(long number, long nowMicros, RateTerms terms) {
        return terms.equals(last.terms()) ? this : appended(new Changed(number, nowMicros, terms));
    }

    private RateLevel appended(LevelEvent event) {
        List<LevelEvent> more = new ArrayList<>(events);
        LevelEvents.append(more, event);
        return new RateLevel(setNumber, base, more, last.after(event)).bounded();
    }

    /** The state after the end of a lease that changes the cost of its release, perhaps by 0. */
    RateLevel ended(long leaseNumber, long change) {
        if (leaseNumber <= setNumber) {
            return this;
        }
        if (leaseNumber <= base.number()) {
            return change <= 0 ? this : raised(change);
        }
        List<LevelEvent> settled = new ArrayList<>(events);
        int index = 0;
        while (settled.get(index).number() < leaseNumber || !(settled.get(index) instanceof Released)) {
            index++;
        }
        settled.set(index, ((Released) settled.get(index)).ended(change));
        RateLevel after = new RateLevel(setNumber, base, settled, change == 0 ? last : replayed(base, settled));
        return after.bounded();
    }

    /** The release is no longer kept, so what was used beyond its cost counts as of the first instant that is. */
    private RateLevel raised(long change) {
        LevelPoint higher = new LevelPoint(
                base.number(),
                base.atMicros(),
                Exact.plus(base.level(), Exact.times(change, base.terms().unit())),
                base.terms());
        return new RateLevel(setNumber, higher, events, replayed(higher, events));
    }

    private static LevelPoint replayed(LevelPoint start, List<LevelEvent> events) {
        LevelPoint point = start;
        for (LevelEvent event : events) {
            point = point.after(event);
        }
        return point;
    }

    /** Without the events that no settlement can concern, and with at most {@link #MAX_EVENTS}. */
    private RateLevel bounded() {
        List<LevelEvent> kept = new ArrayList<>(events);
        LevelPoint start = base;
        while (!kept.isEmpty() && !isOpen(kept.get(0))) {
            start = start.after(kept.remove(0));
        }
        if (kept.isEmpty()) {
            return new RateLevel(setNumber, last, List.of(), last);
        }
        if (kept.size() > MAX_EVENTS && !LevelEvents.mergeClosest(kept)) {
            start = start.after(kept.remove(0));
        }
        return new RateLevel(setNumber, start, kept, last);
    }

    private static boolean isOpen(LevelEvent event) {
        return event instanceof Released released && released.open() > 0;
    }
}
