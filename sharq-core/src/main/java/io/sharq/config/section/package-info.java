/**
 * The tables of the sections that do not belong to a backend: {@code [sharq]}, {@code [sharq-server]} and {@code
 * [worker]}. The core defines them, so that every program refuses a misspelt key in a file that several programs
 * share.
 *
 * <p>{@link io.sharq.settings} shows how to add a key.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.config.section;
