package io.sharq.benchmarks.peer;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.api.InvalidValueException;
import io.sharq.benchmarks.load.MeasuredRedis;
import io.sharq.benchmarks.round.Outcome;
import io.sharq.benchmarks.round.Quotient;
import io.sharq.benchmarks.round.Rounds;
import io.sharq.benchmarks.round.Sample;
import io.sharq.benchmarks.round.Side;
import io.sharq.benchmarks.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same work by SharQ and by other job queues, each in a process of its own that stays for all rounds. A peer that
 * cannot be fetched, or that cannot do a work, gets a dash with the reason. Claims that SharQ did every work, and that
 * its limits held jobs.
 *
 * @param cache the folder into which peers are fetched
 * @param peers the names of the peers, such as {@code bullmq}
 * @param jobs the jobs of a round and work
 * @param callers the calls in flight
 * @param batch the jobs of a batch
 * @param queues the limited queues
 * @param intervalMillis the interval of each
 * @param rate the jobs enqueued a second while lateness is measured
 * @param seed draws the queues
 */
public record Compare(
        Path cache,
        List<String> peers,
        int jobs,
        int callers,
        int batch,
        int queues,
        long intervalMillis,
        double rate,
        long seed)
        implements Scenario {
    /** The names of the peers. */
    public static final List<String> PEERS = List.of("bullmq", "redisson", "db_scheduler", "jobrunr");

    private static final String RATE = "jobs/s";
    private static final String HELD_P50 = "late, held, p50 ms";
    private static final String HELD_P99 = "late, held, p99 ms";

    /**
     * Checks the settings.
     *
     * @param cache the folder into which peers are fetched
     * @param peers the names of the peers
     * @param jobs the jobs of a round and work
     * @param callers the calls in flight
     * @param batch the jobs of a batch
     * @param queues the limited queues
     * @param intervalMillis the interval of each
     * @param rate the jobs enqueued a second while lateness is measured
     * @param seed draws the queues
     */
    public Compare {
        peers = List.copyOf(peers);
        for (String peer : peers) {
            if (!PEERS.contains(peer)) {
                throw new InvalidValueException("peers", "\"" + peer + "\" is none of " + String.join(", ", PEERS));
            }
        }
        atLeastOne("jobs", jobs);
        atLeastOne("clients", callers);
        atLeastOne("batch", batch);
        atLeastOne("queues", queues);
        atLeastOne("interval", (double) intervalMillis);
        atLeastOne("rate", rate);
    }

    private static void atLeastOne(String field, double value) {
        // Written so that NaN is refused.
        if (!(value >= 1)) {
            throw new InvalidValueException(field, "it must be at least 1, but is " + value);
        }
    }

    @Override
    public Outcome run(Rounds rounds) throws IOException, InterruptedException {
        List<PeerKind> others = peers.stream()
                .map(peer -> PeerKind.valueOf(peer.toUpperCase(Locale.ROOT)))
                .toList();
        try (Stores stores = Stores.start(others.stream().anyMatch(PeerKind::isSql));
                MeasuredRedis redis = new MeasuredRedis(stores.redis().uri(), false);
                RunningPeers running = new RunningPeers(cache.toAbsolutePath(), stores)) {
            Map<PeerKind, String> kinds = new EnumMap<>(PeerKind.class);
            kinds.put(PeerKind.SHARQ, PeerKind.SHARQ.title(stores));
            others.forEach(kind -> kinds.put(kind, kind.title(stores)));
            List<Side> sides = new ArrayList<>();
            List<Quotient> quotients = new ArrayList<>();
            for (Work work : Work.values()) {
                kinds.forEach((kind, title) -> {
                    sides.add(new Side(side(work, title), () -> measure(running, kind, work)));
                    if (kind != PeerKind.SHARQ) {
                        quotients.addAll(quotients(work, kinds.getOrDefault(PeerKind.SHARQ, ""), title));
                    }
                });
            }
            return rounds.alternate(
                    String.format(
                            Locale.ROOT,
                            "the same work by several job queues: %,d jobs, %d callers, batches of %d; lateness at %,.0f/s"
                                    + " over %,d queues of %d ms by chance",
                            jobs,
                            callers,
                            batch,
                            rate,
                            queues,
                            intervalMillis),
                    sides,
                    quotients,
                    redis::reference);
        }
    }

    private static String side(Work work, String title) {
        return work.title() + ": " + title;
    }

    private static List<Quotient> quotients(Work work, String sharq, String peer) {
        String ours = side(work, sharq);
        String theirs = side(work, peer);
        if (work == Work.LATENESS) {
            return List.of(
                    new Quotient("held p50, " + peer + " to SharQ", theirs, HELD_P50, ours, HELD_P50),
                    new Quotient("held p99, " + peer + " to SharQ", theirs, HELD_P99, ours, HELD_P99));
        }
        return List.of(new Quotient(work.title() + ": SharQ to " + peer, ours, RATE, theirs, RATE));
    }

    private Sample measure(RunningPeers running, PeerKind kind, Work work) throws InterruptedException {
        String name = work == Work.LATENESS ? HELD_P50 : RATE;
        boolean isOurs = kind == PeerKind.SHARQ;
        try {
            JsonNode answer = running.get(kind).answer(line(work));
            if (answer.has("cannot")) {
                return dash(isOurs, name, answer.path("cannot").asText());
            }
            if (answer.has("failed")) {
                return dash(isOurs, name, "it failed: " + answer.path("failed").asText());
            }
            return work == Work.LATENESS
                    ? lateness(answer)
                    : Sample.empty().with(RATE, answer.path("jobsASecond").asDouble());
        } catch (Unavailable e) {
            return dash(isOurs, name, String.valueOf(e.getMessage()));
        }
    }

    private String line(Work work) {
        return String.join(
                " ",
                work.word(),
                Integer.toString(jobs),
                Integer.toString(callers),
                Integer.toString(batch),
                Integer.toString(queues),
                Long.toString(intervalMillis),
                Double.toString(rate),
                Long.toString(seed));
    }

    private static Sample dash(boolean isOurs, String name, String reason) {
        return Sample.empty().without(name, reason).claim(!isOurs, reason);
    }

    private static Sample lateness(JsonNode answer) {
        int held = answer.path("held").asInt();
        return Sample.empty()
                .with("jobs held by their limit", held)
                .with(HELD_P50, answer.path("heldP50Ms").asDouble())
                .with(HELD_P99, answer.path("heldP99Ms").asDouble())
                .with("late, free, p50 ms", answer.path("freeP50Ms").asDouble())
                .with("late, free, p99 ms", answer.path("freeP99Ms").asDouble())
                .claim(held > 0, "no limit was met: no job had to wait for its queue's interval");
    }
}
