package io.sharq.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sharq.api.QueueKey;
import io.sharq.server.auth.Principal;
import io.sharq.server.auth.Role;
import io.sharq.server.auth.TypePatterns;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Item 13, with a clock of the test's own. */
final class QuotasTest {
    private static final long SECOND = 1_000_000_000L;
    private static final QuotaKey ONE = new QuotaKey(true, "one");
    private static final QuotaKey OTHER = new QuotaKey(true, "other");

    private final AtomicLong now = new AtomicLong(-5 * SECOND);

    private Quotas quotas(int requests, int bytes, int queues) {
        return new Quotas(new Quotas.Bounds(requests, bytes, queues), now::get);
    }

    /** The seconds after which to come back, or 0 if it went. */
    private static long refusal(Runnable call) {
        TooManyException refused = catchThrowableOfType(TooManyException.class, call::run);
        return refused == null ? 0 : refused.retryAfterSeconds();
    }

    @Test
    void requestsASecond() {
        Quotas quotas = quotas(10, 0, 0);
        for (int i = 0; i < 10; i++) {
            quotas.take(ONE, 1_000_000);
        }
        assertThat(refusal(() -> quotas.take(ONE, 0))).isEqualTo(1);
        assertThat(refusal(() -> quotas.take(OTHER, 0))).isZero();
        now.addAndGet(SECOND / 10 - 1_000);
        assertThat(refusal(() -> quotas.take(ONE, 0))).isEqualTo(1);
        now.addAndGet(2_000);
        assertThat(refusal(() -> quotas.take(ONE, 0))).isZero();
        assertThat(refusal(() -> quotas.take(ONE, 0))).isEqualTo(1);
        // No more than a second's worth is saved up.
        now.addAndGet(1_000 * SECOND);
        for (int i = 0; i < 10; i++) {
            quotas.take(ONE, 0);
        }
        assertThat(refusal(() -> quotas.take(ONE, 0))).isEqualTo(1);
    }

    @Test
    void bytesASecondAreAvailableAtOnceAndPaidOff() {
        Quotas quotas = quotas(0, 1_000, 0);
        quotas.take(ONE, 5_500);
        assertThat(refusal(() -> quotas.take(ONE, 1))).isEqualTo(5);
        assertThat(refusal(() -> quotas.take(OTHER, 1))).isZero();
        now.addAndGet(4 * SECOND);
        assertThat(refusal(() -> quotas.take(ONE, 1))).isEqualTo(1);
        now.addAndGet(SECOND);
        assertThat(refusal(() -> quotas.take(ONE, 1))).isZero();
    }

    @Test
    void queuesAnHour() {
        Quotas quotas = quotas(0, 0, 2);
        quotas.takeQueue(ONE, new QueueKey("a", "1"));
        quotas.takeQueue(ONE, new QueueKey("a", "2"));
        quotas.takeQueue(ONE, new QueueKey("a", "1"));
        now.addAndGet(600 * SECOND);
        assertThat(refusal(() -> quotas.takeQueue(ONE, new QueueKey("b", "1")))).isEqualTo(3_000);
        assertThat(refusal(() -> quotas.takeQueue(OTHER, new QueueKey("b", "1"))))
                .isZero();
        assertThat(refusal(() -> quotas.takeQueue(ONE, new QueueKey("a", "2")))).isZero();
        now.addAndGet(3_000 * SECOND);
        assertThat(refusal(() -> quotas.takeQueue(ONE, new QueueKey("b", "1")))).isZero();
    }

    @Test
    void noBoundIsNoBound() {
        Quotas quotas = quotas(0, 0, 0);
        assertThatCode(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        quotas.take(ONE, 1_000_000_000);
                        quotas.takeQueue(ONE, new QueueKey("a", "q" + i));
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void nobodyInParticularIsAnAddress() {
        Quotas quotas = quotas(1, 0, 0);
        quotas.take(QuotaKey.of(Principal.ANYBODY, "10.0.0.1"), 0);
        assertThat(refusal(() -> quotas.take(QuotaKey.of(Principal.ANYBODY, "10.0.0.1"), 0)))
                .isEqualTo(1);
        assertThat(refusal(() -> quotas.take(QuotaKey.of(Principal.ANYBODY, "10.0.0.2"), 0)))
                .isZero();
        // A user may be called as an address is.
        Principal user = new Principal("10.0.0.1", Set.of(Role.PRODUCE), TypePatterns.ALL);
        assertThat(refusal(() -> quotas.take(QuotaKey.of(user, "10.0.0.1"), 0))).isZero();
        // All addresses of one network of IPv6.
        quotas.take(QuotaKey.of(Principal.ANYBODY, "2001:db8:1:2:0:0:0:1"), 0);
        assertThat(refusal(() -> quotas.take(QuotaKey.of(Principal.ANYBODY, "2001:db8:1:2:0:0:0:2"), 0)))
                .isEqualTo(1);
    }

    @Test
    void accountsThatNobodyUsesEnd() {
        Quotas quotas = quotas(10, 0, 0);
        for (int i = 0; i < 1_000; i++) {
            quotas.take(new QuotaKey(true, "subject-" + i), 0);
        }
        assertThat(quotas.size()).isEqualTo(1_000);
        now.addAndGet(3_500 * SECOND);
        quotas.take(ONE, 0);
        assertThat(quotas.size()).isEqualTo(1_001);
        now.addAndGet(200 * SECOND);
        assertThat(quotas.size()).isEqualTo(1);
        for (int i = 0; i < 200_000; i++) {
            quotas.take(new QuotaKey(false, "address-" + i), 0);
        }
        assertThat(quotas.size()).isLessThanOrEqualTo(100_000);
    }
}
