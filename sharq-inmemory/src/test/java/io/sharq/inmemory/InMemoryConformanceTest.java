package io.sharq.inmemory;

import static io.sharq.tck.differential.Steps.dequeue;
import static io.sharq.tck.differential.Steps.describe;
import static io.sharq.tck.differential.Steps.enqueue;
import static io.sharq.tck.differential.Steps.job;
import static io.sharq.tck.differential.Steps.pass;
import static io.sharq.tck.differential.Steps.setClock;

import io.sharq.spi.Backend;
import io.sharq.spi.TimeSource;
import io.sharq.tck.BackendConformance;
import org.junit.jupiter.api.Test;

class InMemoryConformanceTest extends BackendConformance {
    @Override
    protected Backend open(TimeSource clock) {
        return InMemoryBackend.create(clock);
    }

    /** As it runs in production: threads read a clock that never steps back without agreeing on an order. */
    @Override
    protected Backend openOnItsOwnClock() {
        return InMemoryBackend.create();
    }

    /** Looking moves no time, so a job may be in its place though the clock says that it is not due. */
    @Test
    void aJobThatALookPutInItsPlaceIsReleasedThoughTheClockIsSetBack() {
        replay(
                enqueue("sms", job("queue-0", "job-0").delay(1_000), job("queue-0", "job-1")),
                pass(2_000),
                describe("sms", "queue-0"),
                setClock(-1_500),
                dequeue("sms", 1));
    }
}
