package io.sharq.rules.limit;

import java.util.ArrayList;
import java.util.List;

/**
 * Rule 19: the units that were released in the span of a rolling quota. They are counted in slots. A slot takes the releases
 * of 1/64 of the span from its first one on, and counts as a whole until the last of them is as old as the span. So a quota is
 * never exceeded, each release is back within 65/64 of the span, and one that has its slot alone is back exactly in time.
 *
 * @param goneNumber the number of the last release that no longer counts, at first that of the change that set the quota
 * @param slots the slots that count, in order; at most 65 once the span is over that was in force before
 */
public record RollingCount(long goneNumber, List<Slot> slots) {
    private static final int SLOTS_A_SPAN = 64;

    /**
     * Releases that lie close together.
     *
     * @param number the number of the last one
     * @param firstMicros the instant of the first one
     * @param lastMicros the instant of the last one
     * @param units their costs, as settled
     */
    public record Slot(long number, long firstMicros, long lastMicros, long units) {
        boolean takes(long atMicros, long spanMicros) {
            long age = atMicros - firstMicros;
            return age < spanMicros && age * SLOTS_A_SPAN < spanMicros;
        }

        Slot with(Slot later) {
            return new Slot(later.number, firstMicros, later.lastMicros, Exact.plus(units, later.units));
        }
    }

    /**
     * Copies the slots.
     *
     * @param goneNumber the number of the last release that no longer counts
     * @param slots the slots that count
     */
    public RollingCount {
        slots = List.copyOf(slots);
    }

    static RollingCount empty(long number) {
        return new RollingCount(number, List.of());
    }

    /** The units that count at an instant. */
    long counted(RollingTerms terms, long nowMicros) {
        return at(terms, nowMicros).slots.stream().mapToLong(Slot::units).reduce(0, Exact::plus);
    }

    /** The instant from which fewer units than the quota's count; 0 if they do already. */
    long opensAt(RollingTerms terms) {
        long counted = slots.stream().mapToLong(Slot::units).reduce(0, Exact::plus);
        long opens = 0;
        for (Slot slot : slots) {
            if (counted < terms.units()) {
                break;
            }
            counted -= slot.units();
            opens = slot.lastMicros() + terms.spanMicros();
        }
        return opens;
    }

    RollingCount released(RollingTerms terms, long number, long nowMicros, long units) {
        RollingCount counting = at(terms, nowMicros);
        List<Slot> more = new ArrayList<>(counting.slots);
        append(more, new Slot(number, nowMicros, nowMicros, units), terms.spanMicros());
        return new RollingCount(counting.goneNumber, more);
    }

    /** The state with another span: what still counts goes on to, in slots of the new span. */
    RollingCount changed(RollingTerms before, RollingTerms terms, long nowMicros) {
        if (before.spanMicros() == terms.spanMicros()) {
            return this;
        }
        RollingCount counting = at(before, nowMicros);
        List<Slot> wider = new ArrayList<>();
        counting.slots.forEach(slot -> append(wider, slot, terms.spanMicros()));
        return new RollingCount(counting.goneNumber, wider);
    }

    /** The state after a settlement, which changes nothing if the release no longer counts. */
    RollingCount settled(RollingTerms terms, long leaseNumber, long change, long nowMicros) {
        RollingCount counting = at(terms, nowMicros);
        if (leaseNumber <= counting.goneNumber) {
            return counting;
        }
        List<Slot> settled = new ArrayList<>(counting.slots);
        int index = 0;
        while (settled.get(index).number() < leaseNumber) {
            index++;
        }
        Slot slot = settled.get(index);
        long units = Math.max(0, Exact.plus(slot.units(), change));
        settled.set(index, new Slot(slot.number(), slot.firstMicros(), slot.lastMicros(), units));
        return new RollingCount(counting.goneNumber, settled);
    }

    private static void append(List<Slot> slots, Slot slot, long spanMicros) {
        int end = slots.size() - 1;
        if (end >= 0 && slots.get(end).takes(slot.lastMicros(), spanMicros)) {
            slots.set(end, slots.get(end).with(slot));
        } else {
            slots.add(slot);
        }
    }

    /** Without the slots that no longer count. */
    private RollingCount at(RollingTerms terms, long nowMicros) {
        int gone = 0;
        while (gone < slots.size() && slots.get(gone).lastMicros() + terms.spanMicros() <= nowMicros) {
            gone++;
        }
        return gone == 0 ? this : new RollingCount(slots.get(gone - 1).number(), slots.subList(gone, slots.size()));
    }
}
