package io.sharq.redis.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentDequeuesTest {
    private final RecentDequeues recent = new RecentDequeuesCache().of("sms");

    /** A repeated answer used to take the order in which the nodes of a cluster happened to answer. */
    @Test
    void partitionsKeepTheOrderInWhichTheyFirstGave() {
        recent.gave(1, 3);
        recent.gave(1, 0);
        recent.gave(1, 3);

        assertThat(recent.of(1).all()).containsExactly(3, 0);
    }

    @Test
    void aPartitionWhoseAnswerWasLostIsSureOnceItHasGiven() {
        recent.mayHaveGiven(1, 2);
        recent.gave(1, 0);
        assertThat(recent.of(1).sure()).containsExactly(0);
        assertThat(recent.of(1).all()).containsExactly(0, 2);

        recent.gave(1, 2);
        assertThat(recent.of(1).sure()).containsExactly(0, 2);
    }

    @Test
    void theOldestAreForgotten() {
        for (int nonce = 0; nonce <= RecentDequeuesCache.KEPT_OF_A_TYPE; nonce++) {
            recent.gave(nonce, 0);
        }

        assertThat(recent.of(0).all()).isEmpty();
        assertThat(recent.of(RecentDequeuesCache.KEPT_OF_A_TYPE).all()).containsExactly(0);
    }
}
