/**
 * The configuration of SharQ: one INI file, overlaid by the environment, that a server, a worker and a library share.
 *
 * <p>{@link io.sharq.config.Configuration} reads it and opens the backend that it names.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.config;
