package io.sharq.tck.differential;

import io.sharq.api.Feature;
import io.sharq.api.LeaseToken;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A backend and the model on one clock, with the leases that both have handed out. Used by one thread. */
final class Pair {

    private record Leased(String type, LeasedJob ofBackend, LeasedJob ofModel) {}

    private final Backend backend;
    private final ModelBackend model;
    private final ManualTime time;
    private final List<Leased> leases = new ArrayList<>();
    private final Map<String, List<LeaseToken>> underTheLastNonce = new HashMap<>();
    private long nonces;
    private boolean isSpent;

    Pair(Backend backend, ModelBackend model, ManualTime time) {
        this.backend = backend;
        this.model = model;
        this.time = time;
    }

    /** Whether the backend offers a feature. */
    boolean offers(Feature feature) {
        return backend.features().contains(feature);
    }

    ManualTime time() {
        return time;
    }

    long nextNonce() {
        isSpent = false;
        underTheLastNonce.clear();
        return ++nonces;
    }

    /**
     * The nonce of the last dequeue, to repeat it. Returns a new nonce if the last one has begun a new dequeue: while
     * older leases are held, the result of another repetition is the backend's choice.
     */
    long lastNonce() {
        return isSpent ? nextNonce() : nonces;
    }

    /** Makes the same call to both. */
    Answers ask(Function<Backend, CompletionStage<?>> call) {
        return askEach(call, call);
    }

    /** Makes a call to both, each with its own leases. */
    Answers askEach(Function<Backend, CompletionStage<?>> ofBackend, Function<Backend, CompletionStage<?>> ofModel) {
        return Answers.of(attempt(backend, ofBackend), attempt(model, ofModel));
    }

    /**
     * Dequeues from both. The model visits the partitions in the order in which the backend did, and uses its own turns
     * inside each.
     */
    Answers dequeue(DequeueRequest request) {
        Object ofBackend = attempt(backend, called -> called.dequeue(request));
        List<String> served = ofBackend instanceof DequeueReply reply
                ? reply.jobs().stream().map(LeasedJob::queueId).toList()
                : List.of();
        Object ofModel = attempt(model, called -> model.dequeueAfter(request, served));
        String type = request.type();
        if (ofBackend instanceof DequeueReply one && ofModel instanceof DequeueReply other) {
            for (int i = 0; i < Math.min(one.jobs().size(), other.jobs().size()); i++) {
                leases.add(new Leased(type, one.jobs().get(i), other.jobs().get(i)));
            }
            List<LeaseToken> got = other.jobs().stream().map(LeasedJob::token).toList();
            List<LeaseToken> before = underTheLastNonce.put(type, got);
            isSpent |= before != null && !before.isEmpty() && !before.equals(got);
        }
        return Answers.of(ofBackend, ofModel);
    }

    /** Returns the reply, or the exception: a backend that fails where the model does not differs from it. */
    private static Object attempt(Backend backend, Function<Backend, CompletionStage<?>> call) {
        try {
            return call.apply(backend).toCompletableFuture().join();
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** The lease as the backend or the model knows it. Returns a made-up lease if none of the type was handed out. */
    LeaseRef find(String type, Lease lease, boolean ofBackend) {
        List<Leased> ofType =
                leases.stream().filter(leased -> leased.type.equals(type)).toList();
        if (ofType.isEmpty()) {
            return new LeaseRef("queue-0", "job-0", lease.token() == Lease.Token.NONE ? null : new LeaseToken(1, 1));
        }
        Leased leased = ofType.get(ofType.size() - 1 - lease.fromTheLast() % ofType.size());
        LeasedJob job = ofBackend ? leased.ofBackend : leased.ofModel;
        return new LeaseRef(job.queueId(), job.jobId(), token(job.token(), lease.token()));
    }

    private static @Nullable LeaseToken token(LeaseToken own, Lease.Token shown) {
        return switch (shown) {
            case OWN -> own;
            case NONE -> null;
            case FORGED -> new LeaseToken(own.number(), ~own.nonce());
        };
    }
}
