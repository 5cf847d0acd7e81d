/**
 * Configuration: {@link io.sharq.config.Configuration} reads the INI file and the environment, and opens the backend
 * that they name. {@code docs/configuration.md} lists every key.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.config;
