package io.sharq.server;

import static io.sharq.config.section.ServerSection.BODY_TIMEOUT;
import static io.sharq.config.section.ServerSection.HEADER_TIMEOUT;
import static io.sharq.config.section.ServerSection.IDLE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.config.Configuration;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a connection may take over what it does, with the default bounds and a clock of the test's own. */
final class DeadlineTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final ServerSettings settings = ServerSettings.of(Configuration.empty(Map.of()));
    private final Deadline deadline = new Deadline(settings, nanos::get);

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void isOverAfter(int seconds) {
        pass(seconds);
        assertThat(deadline.isOver()).isFalse();
        nanos.incrementAndGet();
        assertThat(deadline.isOver()).isTrue();
    }

    @Test
    void aConnectionThatSaysNothing() {
        isOverAfter(10);
    }

    @Test
    void headersAByteAtATime() {
        for (int second = 0; second < 5; second++) {
            pass(1);
            deadline.heard();
        }
        isOverAfter(5);
    }

    @Test
    void aBodyAByteAtATimeBehindSlowHeaders() {
        pass(10);
        deadline.begun();
        pass(10);
        deadline.heard();
        isOverAfter(10);
    }

    @Test
    void theServerTakesTheTimeThatItNeeds() {
        deadline.begun();
        deadline.received();
        deadline.heard();
        pass(3_600);
        assertThat(deadline.isOver()).isFalse();
    }

    @Test
    void anAnswerThatIsNotReadAndAConnectionThatIsKept() {
        deadline.begun();
        deadline.received();
        deadline.answered();
        isOverAfter(30);
    }

    @Test
    void headersOfALaterRequest() {
        deadline.answered();
        pass(3);
        deadline.heard();
        pass(5);
        deadline.heard();
        isOverAfter(5);
    }

    @Test
    void headersThatBeginLateInTheIdleTime() {
        deadline.answered();
        pass(29);
        deadline.heard();
        isOverAfter(1);
    }

    @Test
    void aLaterRequestThatComesInTime() {
        deadline.answered();
        pass(29);
        deadline.heard();
        deadline.begun();
        isOverAfter(20);
    }

    @Test
    void whoHasHadTheLastAnswer() {
        deadline.begun();
        deadline.closesSoon();
        deadline.heard();
        isOverAfter(1);
    }

    /** What the documentation promises of any slow client. */
    @Test
    void noRequestIsDrawnOutFor35Seconds() {
        Duration sweep = Duration.ofMillis(500);
        Duration closingTls = Duration.ofSeconds(3);
        Duration most = Duration.ofSeconds(35);
        assertThat(settings.get(HEADER_TIMEOUT)
                        .plus(settings.get(BODY_TIMEOUT))
                        .plus(sweep)
                        .plus(closingTls))
                .isLessThan(most);
        assertThat(settings.get(HEADER_TIMEOUT).multipliedBy(2).plus(sweep).plus(closingTls))
                .isLessThan(most);
        assertThat(settings.get(IDLE_TIMEOUT).plus(sweep).plus(closingTls)).isLessThan(most);
    }
}
