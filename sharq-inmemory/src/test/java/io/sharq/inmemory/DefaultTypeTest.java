package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.JobKey;
import io.sharq.api.QueueKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that name no queue type mean the type {@code default}. */
class DefaultTypeTest {
    @Test
    void aCallThatNamesNoTypeMeansTheDefaultOne() {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            sharq.enqueue(NewJob.of("user001", "job-1", "first"));
            sharq.enqueue(NewJob.of("default", "user001", "job-2", "second"));
            sharq.enqueue(NewJob.of("user001", "job-0", "third").withId("job-3"));
            assertThat(sharq.type("default").metrics().length()).isEqualTo(3);
            Delivery first = sharq.dequeue().orElseThrow();
            assertThat(first.job()).isEqualTo(JobKey.of("user001", "job-1"));
            assertThat(first.job().queue()).isEqualTo(QueueKey.of("user001"));
            assertThat(first.job().queue().type()).isEqualTo("default");
            assertThat(sharq.dequeue(Duration.ofSeconds(1)).orElseThrow().job().id())
                    .isEqualTo("job-2");
            assertThat(sharq.dequeue(DequeueOptions.of().count(5)).jobs())
                    .singleElement()
                    .satisfies(third -> assertThat(third.job().id()).isEqualTo("job-3"));
            assertThat(sharq.async().dequeue().join()).isEmpty();
            assertThat(sharq.async().dequeue(Duration.ofMillis(1)).join()).isEmpty();
        }
    }
}
