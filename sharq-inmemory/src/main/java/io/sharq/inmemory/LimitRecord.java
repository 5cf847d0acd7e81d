package io.sharq.inmemory;

import io.sharq.api.limit.LimitParts;
import io.sharq.rules.Readiness;
import io.sharq.rules.Throttling;
import io.sharq.rules.limit.LimitGate;
import io.sharq.rules.limit.LimitInstant;
import io.sharq.rules.limit.LimitState;
import io.sharq.rules.limit.LimitTerms;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A limit, and the queues that wait at it. Guarded by {@link TypeLimits}. */
final class LimitRecord {
    final String name;

    /** The queues that draw from it. */
    final Set<QueueState> queues = new HashSet<>();

    /** The queues in turn that are parked here, because it opens last of their limits. */
    final TreeMap<Turn, QueueState> parked = new TreeMap<>();

    /** The queues in turn that draw from this limit and others. */
    final TreeMap<Turn, QueueState> waiting = new TreeMap<>();

    LimitParts parts = LimitParts.NONE;
    LimitState state;
    String holdReason = "";
    Throttling throttling = new Throttling(0, 0, 0);

    /** Its place in the order of the type, null if no queue is parked here or only an event opens it. */
    @Nullable
    ReadyKey key;

    private LimitTerms terms = LimitTerms.NONE;

    LimitRecord(String name, long revision) {
        this.name = name;
        this.state = LimitState.made(revision);
    }

    LimitGate gate(LimitInstant at) {
        terms = terms.renewedAt(at.wallMicros());
        return new LimitGate(terms, state);
    }

    long opensAt(LimitInstant at) {
        return gate(at).opensAt(at);
    }

    void change(LimitParts after, long revision, LimitInstant at) {
        LimitTerms before = gate(at).terms();
        terms = LimitTerms.of(after, before, at.wallMicros());
        state = state.changed(before, terms, revision, at);
        parts = after;
    }

    void release(long number, long cost, LimitInstant at) {
        state = state.released(gate(at).terms(), number, cost, at);
    }

    void end(long leaseNumber, long cost, long used, long revision, LimitInstant at) {
        state = state.ended(gate(at).terms(), leaseNumber, cost, used, revision, at);
    }

    void hold(long untilMicros, String reason) {
        state = state.heldUntil(untilMicros);
        holdReason = reason;
    }

    /** The key of the first parked queue, if nothing but this limit holds it back. */
    @Nullable
    ReadyKey keyAt(LimitInstant at) {
        long opensMicros = opensAt(at);
        if (parked.isEmpty() || opensMicros == Readiness.NEVER) {
            return null;
        }
        Turn first = parked.firstKey();
        return new ReadyKey(Math.max(opensMicros, first.sinceMicros()), first);
    }
}
