package io.sharq.examples;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A message of the campaign.
 *
 * @param account the sender
 * @param intervalMillis the time between two messages of the account
 * @param to the phone number of the recipient
 * @param text the text
 */
record Message(String account, @JsonProperty("interval_ms") long intervalMillis, String to, String text) {}
