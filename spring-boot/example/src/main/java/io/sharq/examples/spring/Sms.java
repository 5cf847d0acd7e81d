package io.sharq.examples.spring;

/**
 * A message.
 *
 * @param text what to send
 */
public record Sms(String text) {}
