package io.sharq.rules.limit;

/** What moved the level of a rate, in the order of the partition's numbers. */
public sealed interface LevelEvent {
    /**
     * The number of the change; of several that were merged, the last one.
     *
     * @return the number
     */
    long number();

    /**
     * When it happened.
     *
     * @return the instant
     */
    long atMicros();

    /**
     * Releases.
     *
     * @param number the number of the last one
     * @param atMicros the instant of the last one
     * @param units their costs, as settled
     * @param open the leases that have not ended, which may be settled yet
     */
    record Released(long number, long atMicros, long units, int open) implements LevelEvent {
        Released with(Released earlier) {
            return new Released(number, atMicros, Exact.plus(earlier.units, units), earlier.open + open);
        }

        Released ended(long change) {
            return new Released(number, atMicros, Math.max(0, Exact.plus(units, change)), open - 1);
        }
    }

    /**
     * A change of the rate.
     *
     * @param number its number
     * @param atMicros its instant
     * @param terms the terms from then on
     */
    record Changed(long number, long atMicros, RateTerms terms) implements LevelEvent {}
}
