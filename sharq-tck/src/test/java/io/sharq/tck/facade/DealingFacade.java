package io.sharq.tck.facade;

import io.sharq.tck.rules.WaitingCallers;
import java.time.Duration;

/** The properties of waiting callers on a wrong facade. Its name does not end in Test, so that only another test runs it. */
public class DealingFacade implements WaitingCallers {
    @Override
    public Callers beginCalls() {
        return new DealingCallers();
    }

    /** All that it answers it answers at once. */
    @Override
    public Duration patience() {
        return Duration.ZERO;
    }
}
