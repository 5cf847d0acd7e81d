package io.sharq.redis.operation;

import io.sharq.api.Stamp;
import io.sharq.redis.script.ScriptReply;
import java.util.ArrayList;
import java.util.List;

/**
 * The work that upkeep would find in a partition.
 *
 * @param partition the partition
 * @param isOpen whether it is open
 * @param dead the number of its dead jobs
 * @param aged how many of {@code deaths} exceed the maximum age
 * @param expiries when its expired leases ended, earliest first, at most as many as requested
 * @param deaths the revisions at which its oldest dead jobs died, oldest first, at most as many as requested
 * @param stamp when this was read
 */
record DueWork(
        int partition, boolean isOpen, long dead, int aged, List<Expiry> expiries, List<Long> deaths, Stamp stamp) {
    static DueWork of(int partition, ScriptReply reply) {
        Stamp stamp = reply.stamp(0, reply.number());
        if (!reply.hasMore()) {
            return new DueWork(partition, false, 0, 0, List.of(), List.of(), stamp);
        }
        long dead = reply.number();
        int expired = reply.integer();
        int aged = reply.integer();
        List<Expiry> expiries = new ArrayList<>();
        for (int i = 0; i < expired; i++) {
            expiries.add(new Expiry(partition, reply.number(), reply.number()));
        }
        List<Long> deaths = new ArrayList<>();
        while (reply.hasMore()) {
            deaths.add(reply.number());
        }
        return new DueWork(partition, true, dead, aged, expiries, deaths, stamp);
    }

    /** Something that became due in a partition. Upkeep of a type does it in the order of instants, then of numbers. */
    record Expiry(int partition, long micros, long number) {}

    List<Expiry> agedDeaths() {
        return deaths.stream()
                .limit(aged)
                .map(revision -> new Expiry(partition, revision, revision))
                .toList();
    }
}
