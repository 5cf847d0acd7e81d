package io.sharq.rules.limit;

import io.sharq.api.limit.LimitParts;

/** What happened to a limit. */
sealed interface NaiveEvent {
    long atMicros();

    /** A release. What it used may be settled later, and so may change. */
    final class Released implements NaiveEvent {
        final long number;
        final long atMicros;
        final long cost;
        private long used;

        /** The boundary that the wall clock had passed, and whether the quotas have counted it until now. */
        long period;

        boolean isCounted = true;
        boolean mayBeCounted = true;

        /** The width of the widest slot that it may share. */
        long widestSlot;

        Released(long number, long atMicros, long cost) {
            this.number = number;
            this.atMicros = atMicros;
            this.cost = cost;
            this.used = cost;
        }

        @Override
        public long atMicros() {
            return atMicros;
        }

        long used() {
            return used;
        }

        void settle(long units) {
            used = units;
        }
    }

    /** A change of the parts. */
    record Changed(long atMicros, LimitParts parts) implements NaiveEvent {}
}
