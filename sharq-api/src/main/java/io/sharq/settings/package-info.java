/**
 * The tables of settings: a {@link io.sharq.settings.Section} has one row, a {@link io.sharq.settings.Setting}, for
 * each of its keys.
 *
 * <p>To add a key, add its row and use its value. The file, the environment, validation and {@code
 * docs/configuration.md} all take what they need from the row:
 *
 * <pre>{@code
 * private static final Section.Builder TABLE = Section.named("redis");
 *
 * static final Setting<Duration> PING_INTERVAL = TABLE.add(Setting.of(
 *                 "ping_interval",
 *                 span(Duration.ofMillis(1), Duration.ofDays(365)),
 *                 "the pause between two pings of an idle connection")
 *         .byDefault(Duration.ofSeconds(10)));
 *
 * static final Section SECTION = TABLE.build(); // after all rows
 *
 * Duration pause = values.get(PING_INTERVAL); // its use
 * }</pre>
 *
 * <p>A test fails until {@code docs/configuration.md} has the row. It names the command that writes it. If a class of
 * settings has typed methods for programs, each is one line: {@code values = values.with(PING_INTERVAL, pause)}.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.settings;
