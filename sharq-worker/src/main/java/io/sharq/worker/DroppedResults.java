package io.sharq.worker;

/** A batch without leases whose results are dropped. */
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
}
