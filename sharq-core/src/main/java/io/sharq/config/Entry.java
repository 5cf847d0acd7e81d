package io.sharq.config;

/**
 * A value and where it was set.
 *
 * @param text the value
 * @param place the file, line and key, or the environment variable
 */
record Entry(String text, String place) {
    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return place;
    }
}
