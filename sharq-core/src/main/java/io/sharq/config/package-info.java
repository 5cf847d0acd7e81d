/**
 * The configuration of SharQ: one INI file, overridden by environment variables, shared by servers, workers and
 * libraries.
 *
 * <p>{@link io.sharq.config.Configuration} reads it and opens the backend that it chooses.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.config;
