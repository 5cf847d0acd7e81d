package io.sharq.examples;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A row of the campaign.
 *
 * @param account who sends it
 * @param intervalMillis the time between two messages of the account
 * @param to the number it goes to
 * @param text what it says
 */
record Message(String account, @JsonProperty("interval_ms") long intervalMillis, String to, String text) {}
