package io.sharq.spring.test.app;

import static io.sharq.test.SharQAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spring.SharQListeners;
import io.sharq.spring.test.SharQTest;
import io.sharq.test.Faults;
import io.sharq.test.TestSharQ;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** The slice: listeners and handlers, on a SharQ in memory and a clock that the test moves. */
@SharQTest
@Import(SharQTestTest.Fixed.class)
@TestPropertySource(properties = "sharq.finished-retention=5m")
class SharQTestTest {
    /** The prices of the test. */
    static class Fixed {
        @Bean
        OrderListener.Prices prices() {
            return article -> article.length();
        }
    }

    @Autowired
    private TestSharQ test;

    @Autowired
    private SharQ sharq;

    @Autowired
    private SharQListeners listeners;

    @Autowired
    private OrderListener listener;

    @Autowired
    private Faults faults;

    @Autowired
    private ApplicationContext context;

    @Test
    void aListenerPerformsAJobWhenTheClockReachesIt() {
        sharq.enqueue(
                NewJob.of("orders", "shop", "1", new OrderListener.Order("tea")).delay(Duration.ofHours(1)));

        assertThat(test.run(Duration.ofMinutes(59), listeners.workers())).isZero();
        assertThat(test.run(Duration.ofMinutes(1), listeners.workers())).isOne();
        assertThat(listener.priced()).containsExactly("tea 3");
        assertThat(test.queue("orders", "shop")).isEmpty();
    }

    @Test
    void eachTestBeginsWithEmptyQueuesAtTheStart() {
        assertThat(test.now()).isEqualTo(TestSharQ.START);
        assertThat(test.releases()).isEmpty();
        assertThat(listener.priced()).isEmpty();
    }

    @Test
    void thePropertiesOfTheApplicationApplyAndNothingIsRetried() {
        assertThat(sharq.settings().finishedRetention()).isEqualTo(Duration.ofMinutes(5));
        assertThat(sharq.settings().retryFor()).isZero();
        faults.fail(EnqueueRequest.class);
        Assertions.assertThatThrownBy(
                        () -> sharq.enqueue(NewJob.of("orders", "shop", "1", new OrderListener.Order("tea"))))
                .isInstanceOf(io.sharq.api.BackendException.class);
    }

    @Test
    void otherBeansOfTheApplicationAreNotThere() {
        assertThat(context.getBeanNamesForType(Unwanted.class)).isEmpty();
        assertThat(listeners.isRunning()).isFalse();
    }
}
