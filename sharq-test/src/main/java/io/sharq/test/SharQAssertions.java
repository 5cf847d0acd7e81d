package io.sharq.test;

/** The entry point of the assertions. Its static import stands beside the one of AssertJ. */
public final class SharQAssertions {
    private SharQAssertions() {}

    /**
     * Begins assertions on a queue.
     *
     * @param queue the queue
     * @return assertions
     */
    public static QueueAssert assertThat(TestQueue queue) {
        return new QueueAssert(queue);
    }
}
