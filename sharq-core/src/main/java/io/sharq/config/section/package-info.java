/**
 * The tables of the sections that belong to no backend: {@code [sharq]}, {@code [sharq-server]} and {@code [worker]}. They
 * stand in the core, so that every program refuses a misspelt key of a file that several programs share.
 *
 * <p>{@link io.sharq.settings} shows how to add a key.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.config.section;
