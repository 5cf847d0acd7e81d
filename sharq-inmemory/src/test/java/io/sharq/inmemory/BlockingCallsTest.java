package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.StoreBounds;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a blocking call throws. */
class BlockingCallsTest {
    @Test
    void aFailureSaysWhatTheBackendSaidAndWhereTheCallWas() {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create(new StoreBounds(1, 10)))) {
            sharq.enqueue(NewJob.of("sms", "queue", "job", Map.of()));

            BackendException thrown = catchThrowableOfType(
                    BackendException.class, () -> sharq.enqueue(NewJob.of("calls", "queue", "job", Map.of())));

            assertThat(thrown.bound()).contains("max_types");
            assertThat(thrown.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(getClass().getName()));
            assertThat(thrown.getCause()).isInstanceOfSatisfying(BackendException.class, below -> {
                assertThat(below.bound()).isEqualTo(thrown.bound());
                assertThat(below).hasMessage(thrown.getMessage());
            });
        }
    }
}
