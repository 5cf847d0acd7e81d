package io.sharq.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * ScriptArguments at which two writings of one rule may come apart: nothing, the ends of ranges, the greatest integer that Lua
 * counts exactly, equal ones and their neighbours; and some from in between.
 */
public final class TwinArguments {
    /** 2^53 - 1. */
    public static final long GREATEST = (1L << 53) - 1;

    private static final long INSTANT = 1_795_000_000_000_000L;
    private static final long YEAR_MILLIS = 31_536_000_000L;
    private static final long[] EDGES = {
        0, 1, 2, 999, 1_000, 1_001, 59_999_999, 60_000_000, 600_000_000, YEAR_MILLIS, INSTANT, INSTANT + 1_000, GREATEST
    };

    private final Random random;

    public TwinArguments(long seed) {
        this.random = new Random(seed);
    }

    /** Some numbers from 0, often near each other. */
    public List<Object> numbers(int count) {
        List<Object> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            numbers.add(number(numbers));
        }
        return numbers;
    }

    private long number(List<Object> before) {
        int kind = random.nextInt(10);
        if (kind < 4) {
            return EDGES[random.nextInt(EDGES.length)];
        } else if (kind < 7 && !before.isEmpty()) {
            long near = (long) before.get(random.nextInt(before.size())) + random.nextInt(3) - 1;
            return Math.max(0, Math.min(near, GREATEST));
        }
        return INSTANT + random.nextInt(5_000);
    }

    public long small(int bound) {
        return random.nextInt(bound);
    }

    public boolean flag() {
        return random.nextBoolean();
    }

    /** Whether a sum of these is still exact in Lua. */
    public static boolean isExact(long... terms) {
        return LongStream.of(terms).sum() <= GREATEST;
    }
}
