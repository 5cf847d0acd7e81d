/**
 * Tests of applications that use SharQ: {@link io.sharq.test.TestSharQ} is a SharQ in memory on a clock that a test moves,
 * {@link io.sharq.test.SharQExtension} gives one to each JUnit test, {@link io.sharq.test.SharQAssertions} says what a queue
 * releases and when, and {@link io.sharq.test.Faults} makes operations fail.
 */
package io.sharq.test;
