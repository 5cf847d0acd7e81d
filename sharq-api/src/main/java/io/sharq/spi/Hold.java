package io.sharq.spi;

import io.sharq.api.Bounds;

/** A change of a queue's hold: until when it releases nothing, whatever its spacing allows (rule 15). */
public sealed interface Hold {
    /** Ends a hold. */
    Hold LIFT = new Lift();

    /**
     * Holds until an instant; one that has passed is as good as none.
     *
     * @param atMicros the instant, before the year 2112
     * @param reason why, in words; may be empty
     */
    record Until(long atMicros, String reason) implements Hold {
        /**
         * Checks the values.
         *
         * @param atMicros the instant
         * @param reason why
         * @throws io.sharq.api.InvalidValueException if one is out of range
         */
        public Until {
            Bounds.range("hold", atMicros, 0, 1L << 52);
            reason = Bounds.reason("hold_reason", reason);
        }
    }

    /**
     * Holds from now on for a span.
     *
     * @param spanMicros how long
     * @param reason why, in words; may be empty
     */
    record Span(long spanMicros, String reason) implements Hold {
        /**
         * Checks the values.
         *
         * @param spanMicros how long
         * @param reason why
         * @throws io.sharq.api.InvalidValueException if one is out of range
         */
        public Span {
            Bounds.span("hold", spanMicros, 0);
            reason = Bounds.reason("hold_reason", reason);
        }
    }

    /** Ends a hold. */
    record Lift() implements Hold {}
}
