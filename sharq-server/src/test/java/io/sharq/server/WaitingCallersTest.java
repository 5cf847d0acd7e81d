package io.sharq.server;

import io.sharq.tck.facade.Callers;
import io.sharq.tck.rules.WaitingCallers;

/** The rules of callers that wait, share and batch, over HTTP. */
class WaitingCallersTest implements WaitingCallers {
    @Override
    public Callers beginCalls() {
        return new HttpCallers();
    }
}
