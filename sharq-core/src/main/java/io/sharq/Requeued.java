package io.sharq;

/**
 * What a round of upkeep did.
 *
 * @param requeued the jobs whose leases had expired and that are back in their places
 * @param died the jobs whose requeue limit was used up
 */
public record Requeued(long requeued, long died) {
    static final Requeued NOTHING = new Requeued(0, 0);

    Requeued plus(long moreRequeued, long moreDied) {
        return new Requeued(requeued + moreRequeued, died + moreDied);
    }
}
