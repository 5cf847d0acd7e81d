package io.sharq.redis;

/** How much of a fault a run meets: a little in each build, the full number under the Maven profile {@code chaos}. */
final class Chaos {
    static final boolean IS_FULL = Boolean.getBoolean("sharq.test.chaos");

    /** What a random run is made from, so that it can be had again: {@code -Dsharq.test.seed}, or another each time. */
    static final long SEED = Long.getLong("sharq.test.seed", System.nanoTime() & 0xffff_ffffL);

    private Chaos() {}

    static int count(int usual, int full) {
        return IS_FULL ? full : usual;
    }
}
