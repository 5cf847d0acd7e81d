package io.sharq;

/**
 * The result of a round of upkeep.
 *
 * @param requeued the number of jobs returned to their places after an expired lease
 * @param died the number of jobs that died because their requeue limit was used up
 */
public record Requeued(long requeued, long died) {
    static final Requeued NOTHING = new Requeued(0, 0);

    Requeued plus(long moreRequeued, long moreDied) {
        return new Requeued(requeued + moreRequeued, died + moreDied);
    }
}
