package io.sharq.redis.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentDequeuesCacheTest {
    private final RecentDequeuesCache memory = new RecentDequeuesCache();

    @Test
    void aTypeThatGaveNothingTakesNoRoom() {
        memory.of("sms").gave(1, 3);
        for (int type = 0; type < 2 * RecentDequeuesCache.KEPT; type++) {
            assertThat(memory.of("nosuch-" + type).of(1).all()).isEmpty();
        }

        assertThat(memory.size()).isEqualTo(1);
        assertThat(memory.of("sms").of(1).all()).containsExactly(3);
    }

    @Test
    void theTypeWhoseLastDequeueIsTheLongestAgoIsForgotten() {
        memory.of("first").gave(1, 0);
        memory.of("second").gave(1, 0);
        memory.of("first").gave(2, 0);
        for (int type = 0; type < RecentDequeuesCache.KEPT - 2; type++) {
            memory.of("type-" + type).gave(1, 0);
        }

        assertThat(memory.size()).isEqualTo(RecentDequeuesCache.KEPT);
        assertThat(memory.of("second").of(1).all()).isEmpty();
        assertThat(memory.of("first").of(1).all()).containsExactly(0);

        memory.of("one-more").gave(1, 0);
        assertThat(memory.size()).isEqualTo(RecentDequeuesCache.KEPT - 1);
        assertThat(memory.of("first").of(2).all()).isEmpty();
    }

    @Test
    void aTypeKeepsItsOwnWhateverTheOthersDo() {
        RecentDequeues busy = memory.of("busy");
        for (int nonce = 0; nonce < RecentDequeuesCache.KEPT_OF_A_TYPE + 10; nonce++) {
            busy.gave(nonce, 0);
            memory.of("other-" + nonce).gave(1, 0);
        }

        assertThat(busy.of(9).all()).isEmpty();
        assertThat(busy.of(10).all()).containsExactly(0);
        assertThat(memory.size()).isEqualTo(2 * RecentDequeuesCache.KEPT_OF_A_TYPE + 10);
    }
}
