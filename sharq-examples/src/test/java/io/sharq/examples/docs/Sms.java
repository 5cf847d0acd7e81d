package io.sharq.examples.docs;

/**
 * A message of the snippets.
 *
 * @param text what it says
 */
record Sms(String text) {}
