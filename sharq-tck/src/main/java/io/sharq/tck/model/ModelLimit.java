package io.sharq.tck.model;

import io.sharq.api.limit.LimitParts;
import io.sharq.rules.Throttling;
import io.sharq.rules.limit.LimitGate;
import io.sharq.rules.limit.LimitInstant;
import io.sharq.rules.limit.LimitState;
import io.sharq.rules.limit.LimitTerms;

/** A limit: its parts and its state. */
final class ModelLimit {
    final String name;
    LimitParts parts = LimitParts.NONE;
    LimitTerms terms = LimitTerms.NONE;
    LimitState state;
    String holdReason = "";
    Throttling throttling = new Throttling(0, 0, 0);

    ModelLimit(String name, long revision) {
        this.name = name;
        this.state = LimitState.made(revision);
    }

    LimitGate gate(LimitInstant at) {
        return new LimitGate(terms.renewedAt(at.wallMicros()), state);
    }

    void change(LimitParts after, long revision, LimitInstant at) {
        LimitTerms before = terms.renewedAt(at.wallMicros());
        terms = LimitTerms.of(after, before, at.wallMicros());
        state = state.changed(before, terms, revision, at);
        parts = after;
    }

    void release(long number, long cost, LimitInstant at) {
        state = state.released(terms.renewedAt(at.wallMicros()), number, cost, at);
    }

    void end(long leaseNumber, long cost, long used, long revision, LimitInstant at) {
        state = state.ended(terms.renewedAt(at.wallMicros()), leaseNumber, cost, used, revision, at);
    }

    void hold(long until, String reason) {
        state = state.heldUntil(until);
        holdReason = reason;
    }
}
