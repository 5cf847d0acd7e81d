package io.sharq.rules.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.limit.LimitParts;
import io.sharq.rules.Readiness;
import java.time.Instant;
import java.util.Random;

/**
 * A random history of one limit: releases, settlements, expiries, changes of the parts, restarts, and steps of the clock. After
 * each step the state's answer is compared with the naive one.
 */
final class LimitHistory {
    private static final Instant START = Instant.parse("2026-03-07T12:00:00Z");

    private final Random random;
    private final RandomParts make;
    private final NaiveLimit naive = new NaiveLimit();
    private LimitState state;
    private LimitTerms terms = LimitTerms.NONE;
    private LimitParts parts = LimitParts.NONE;
    private long now;
    private long offset;
    private long number;
    private int releases;

    LimitHistory(long seed, RandomParts.Kind kind) {
        random = new Random(seed);
        make = new RandomParts(random, kind);
        now = START.toEpochMilli() * 1_000 + make.start();
        state = LimitState.made(next());
        change();
    }

    /** Plays the history. Returns the number of its releases. */
    int play(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            check();
        }
        return releases;
    }

    private void step() {
        int kind = random.nextInt(100);
        if (kind < 45) {
            pass();
        } else if (kind < 75) {
            release();
        } else if (kind < 88) {
            end();
        } else if (kind < 92) {
            change();
        } else if (kind < 94) {
            stepClock();
        } else if (kind < 97) {
            state = StoredState.reread(state);
        } else {
            holdOrPause();
        }
    }

    private LimitInstant instant() {
        return new LimitInstant(now, now - offset);
    }

    private long next() {
        number = Math.max(number + 1, now);
        return number;
    }

    /** Often to just before the opening, or to it. */
    private void pass() {
        long opens = state.opensAt(terms, instant());
        if (opens > now && opens != Readiness.NEVER && random.nextInt(4) > 0) {
            now = Math.max(now, opens - random.nextInt(3));
        } else {
            now += make.pause();
        }
    }

    private void release() {
        if (state.opensAt(terms, instant()) > now) {
            return;
        }
        long cost = make.cost();
        long lease = next();
        naive.released(lease, now, now - offset, cost);
        state = state.released(terms, lease, cost, instant());
        releases++;
    }

    private void end() {
        if (naive.active().isEmpty()) {
            return;
        }
        NaiveEvent.Released lease =
                naive.active().get(random.nextInt(naive.active().size()));
        long used = random.nextBoolean() ? lease.cost : make.used(lease.cost);
        state = state.ended(terms, lease.number, lease.cost, used, next(), instant());
        naive.ended(lease, used, now - offset);
    }

    private void change() {
        parts = make.change(parts).checked();
        LimitTerms after = LimitTerms.of(parts, terms, now - offset);
        state = state.changed(terms, after, next(), instant());
        terms = after;
        naive.changed(parts, now, now - offset);
    }

    private void stepClock() {
        long step = make.pause();
        if (random.nextBoolean()) {
            offset += step;
        } else {
            now += step;
        }
        terms = terms.renewedAt(now - offset);
    }

    private void holdOrPause() {
        if (random.nextBoolean()) {
            long until = random.nextBoolean() ? 0 : now + make.pause();
            state = state.heldUntil(until);
            naive.hold(until);
        } else {
            boolean isPaused = random.nextInt(3) == 0;
            state = state.paused(isPaused);
            naive.pause(isPaused);
        }
    }

    private void check() {
        terms = terms.renewedAt(now - offset);
        boolean isOpen = state.opensAt(terms, instant()) <= now;
        if (isOpen) {
            assertThat(naive.mayBeOpen(now, now - offset)).as(this::describe).isTrue();
        } else {
            assertThat(naive.mustBeOpen(now, now - offset)).as(this::describe).isFalse();
        }
    }

    private String describe() {
        return "open at " + now + " with " + parts + " in " + state + " and " + terms;
    }
}
