package io.sharq.test;

import static io.sharq.test.SharQAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.AsyncSharQ;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

class SharQExtensionTest {
    @Nested
    @ExtendWith(SharQExtension.class)
    class WithDefaults {
        @BeforeEach
        void enqueue(SharQ sharq) {
            sharq.enqueue(NewJob.of("sms", "user001", "job-1", "hello").delay(Duration.ofSeconds(5)));
        }

        @RepeatedTest(2)
        void eachTestHasItsOwn(TestSharQ test, SharQ sharq, AsyncSharQ async, ManualTime time, Faults faults) {
            assertThat(test.queue("sms", "user001")).hasLength(1);
            assertThat(sharq).isSameAs(test.sharq());
            assertThat(async).isSameAs(sharq.async());
            assertThat(time).isSameAs(test.time());
            assertThat(faults).isSameAs(test.faults());
            assertThat(test.queue("sms", "user001")).releases("job-1").after(Duration.ofSeconds(5));
        }
    }

    @Nested
    class WithSettings {
        private static final Instant MONDAY = Instant.parse("2026-11-30T09:00:00Z");

        @RegisterExtension
        private final SharQExtension extension =
                new SharQExtension(TestSharQ.builder().startingAt(MONDAY));

        @Test
        void theClockStartsWhereItIsTold(ManualTime time) {
            assertThat(time.now()).isEqualTo(MONDAY);
        }
    }
}
