package io.sharq.config;

/** A value as written and its origin, such as {@code sharq.conf, line 3: [redis] port}. */
record Entry(String value, String origin) {
    /** Omits the value, which may be a password. */
    @Override
    public String toString() {
        return origin;
    }
}
