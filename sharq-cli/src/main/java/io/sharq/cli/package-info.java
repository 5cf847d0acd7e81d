/** The command line: {@code sharq} with its subcommands, and {@code sharq-server}. */
@org.jspecify.annotations.NullMarked
package io.sharq.cli;
