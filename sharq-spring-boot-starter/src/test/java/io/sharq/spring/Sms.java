package io.sharq.spring;

/**
 * A request.
 *
 * @param text what to send
 */
public record Sms(String text) {}
