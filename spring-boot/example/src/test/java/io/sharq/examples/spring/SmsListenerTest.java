package io.sharq.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.spring.SharQListeners;
import io.sharq.spring.test.SharQTest;
import io.sharq.test.TestSharQ;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** The listener, without the web server and without a thread. */
// region slice
@SharQTest
@Import(SmsListenerTest.SentMessages.class)
class SmsListenerTest {
    @Autowired
    private TestSharQ test;

    @Autowired
    private SharQ sharq;

    @Autowired
    private SharQListeners listeners;

    @Autowired
    private SentMessages sent;

    static class SentMessages implements SmsGateway {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void send(Sms sms) {
            texts.add(sms.text());
        }
    }

    @Test
    void aMessageIsSentWhenItIsDue() {
        sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("hello")).delay(Duration.ofHours(1)));

        test.run(Duration.ofMinutes(59), listeners.workers());
        assertThat(sent.texts).isEmpty();

        test.run(Duration.ofMinutes(1), listeners.workers());
        assertThat(sent.texts).containsExactly("hello");
    }
}
// endregion
