package io.sharq.config;

/** A value and where it was set, such as {@code sharq.conf, line 3: [redis] port}. */
record Setting(String value, String origin) {
    /** Leaves out the value, which may be a password. */
    @Override
    public String toString() {
        return origin;
    }
}
