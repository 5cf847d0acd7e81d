package io.sharq.rules.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Rate;
import java.time.Duration;
import java.util.Random;

/** More releases under leases than a state keeps apart, and their settlements. */
final class ManyLeases {
    private static final Rate RATE = new Rate(3, Duration.ofMillis(1), 4);
    private static final LimitParts PARTS = new LimitParts(null, RATE, null, null, null, 20L);

    private final Random random;
    private final NaiveLimit naive = new NaiveLimit();
    private final LimitTerms terms;
    private LimitState state;
    private long now = 1_000_000_000;
    private int mostEvents;

    ManyLeases(long seed) {
        random = new Random(seed);
        terms = LimitTerms.of(PARTS, LimitTerms.NONE, now);
        state = LimitState.made(1).changed(LimitTerms.NONE, terms, 2, at());
        naive.changed(PARTS, now, now);
    }

    private LimitInstant at() {
        return new LimitInstant(now, now);
    }

    /** At first all leases stay, then they end one by one. */
    void play(int leases) {
        for (int i = 0; i < leases + 64; i++) {
            now = Math.max(now + 1, state.opensAt(terms, at()) + random.nextInt(400));
            long cost = random.nextInt(6);
            naive.released(now, now, now, cost);
            state = state.released(terms, now, cost, at());
            check();
        }
        while (!naive.active().isEmpty()) {
            NaiveEvent.Released lease =
                    naive.active().get(random.nextInt(naive.active().size()));
            long used = random.nextInt(12);
            now += random.nextInt(1_000);
            state = state.ended(terms, lease.number, lease.cost, used, now, at());
            naive.ended(lease, used, now);
            check();
        }
        assertThat(rate().events()).isEmpty();
    }

    private void check() {
        mostEvents = Math.max(mostEvents, rate().events().size());
        long opens = Math.max(now, state.opensAt(terms, at()));
        assertThat(naive.mayBeOpen(opens, opens)).as("open at " + opens).isTrue();
    }

    private RateLevel rate() {
        RateLevel rate = state.rate();
        if (rate == null) {
            throw new AssertionError("the limit has a rate");
        }
        return rate;
    }

    int mostEvents() {
        return mostEvents;
    }
}
