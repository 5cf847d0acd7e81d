package io.sharq.config;

/** A value as it was written, and where, such as {@code sharq.conf, line 3: [redis] port}. */
record Entry(String value, String origin) {
    /** Leaves out the value, which may be a password. */
    @Override
    public String toString() {
        return origin;
    }
}
