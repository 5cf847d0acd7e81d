package io.sharq.worker;

import io.sharq.TraceScope;
import io.sharq.api.Headers;

/** A batch without leases, headers and traces whose results are dropped. */
final class DroppedResults implements BatchResults {
    @Override
    public void set(int position, Object result) {}

    @Override
    public boolean isLost(int position) {
        return false;
    }

    @Override
    public boolean areAllLost() {
        return false;
    }

    @Override
    public Headers headers(int position) {
        return Headers.NONE;
    }

    @Override
    public TraceScope trace(int position) {
        return () -> {};
    }
}
