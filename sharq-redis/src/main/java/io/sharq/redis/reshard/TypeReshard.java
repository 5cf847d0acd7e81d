package io.sharq.redis.reshard;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.connection.RedisConnection;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.partition.ListedPartition;
import io.sharq.redis.partition.ListedTypes;
import io.sharq.redis.partition.PartitionScan;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.settings.RedisSettings;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One reshard of a type. It claims the type in the list, freezes its partitions, and copies them queue by queue into
 * partitions that no client sees. Then it replaces the partitions in the list atomically, and deletes the old ones. The
 * frozen data never changes and is copied the same way each time, so an interrupted run is simply repeated.
 */
final class TypeReshard {
    private static final String ONE = "1";

    private final RedisConnection link;
    private final KeyNames names;
    private final RedisSettings settings;
    private final String type;
    private final int to;
    private final String operation;
    private final PartitionScan keys;

    TypeReshard(RedisConnection link, KeyNames names, RedisSettings settings, String type, int to) {
        this.link = link;
        this.names = names;
        this.settings = settings;
        this.type = type;
        this.to = to;
        this.operation = "reshard of " + type;
        this.keys = new PartitionScan(link, names, operation);
    }

    /** Returns the number of queues that were moved, empty if the type has the number of partitions already. */
    OptionalLong run() {
        deleteLeftovers();
        String recorded = recorded();
        if (recorded.isEmpty()) {
            throw notThere();
        }
        int mark = recorded.indexOf('>');
        int from = Integer.parseInt(mark < 0 ? recorded : recorded.substring(0, mark));
        if (mark < 0 && from == to) {
            return OptionalLong.empty();
        }
        checkTarget(recorded, mark);
        String claim = from + ">" + to + "#" + Long.toHexString(new SecureRandom().nextLong());
        String stored = recorded.equals(ONE) ? "" : recorded;
        require(claim(stored, claim), "another reshard of it has begun");
        List<FrozenPartition> sources = freeze(from, claim);
        NewPartitions targets = new NewPartitions(link, keys, type, to, operation, () -> requireClaim(claim));
        long moved = targets.fill(sources);
        finish(from, claim, targets.nonces(sources));
        deleteLeftovers();
        return OptionalLong.of(moved);
    }

    /** Returns all types of the prefix. */
    ListedTypes types() {
        return ListedTypes.read(keys, names);
    }

    private BackendException notThere() {
        ListedTypes types = types();
        String fault = "there is no such type: nothing is kept of it under the prefix " + settings.keyPrefix()
                + (types.isEmpty() ? ", nor of any other" : ", but of " + types);
        return new BackendException(Outcome.REJECTED, operation, fault, null);
    }

    private void checkTarget(String recorded, int mark) {
        if (mark < 0) {
            return;
        }
        String target = recorded.substring(mark + 1, recorded.indexOf('#'));
        require(
                target.equals(Integer.toString(to)),
                "its move to " + target + " partitions was not completed: reshard it to " + target + " first");
    }

    /** Returns the type's number of partitions, or its claim; empty if nothing of it is stored. */
    private String recorded() {
        Optional<String> record = keys.listed(KeyNames.spread(type));
        return record.orElseGet(() -> keys.listed(KeyNames.listing(type, 0, 1)).isPresent() ? ONE : "");
    }

    private boolean claim(String expected, String next) {
        ScriptArguments arguments =
                ScriptArguments.none().add(type).add(expected).add(next);
        return flag(Script.CLAIM, arguments);
    }

    private boolean flag(Script script, ScriptArguments arguments) {
        byte[][] list = {names.types()};
        return keys.get(link.call(operation, script, list, arguments.toArray()))
                .get(0)
                .equals(1L);
    }

    private void requireClaim(String claim) {
        require(
                keys.listed(KeyNames.spread(type)).filter(claim::equals).isPresent(),
                "another reshard of it has begun");
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new BackendException(
                    Outcome.NOT_DONE, operation, "the type cannot be spread now: " + otherwise, null);
        }
    }

    /** Freezes all partitions or none: if one has active jobs, those before it are opened again. */
    private List<FrozenPartition> freeze(int from, String claim) {
        List<FrozenPartition> frozen = new ArrayList<>();
        for (int partition = 0; partition < from; partition++) {
            List<Object> reply = freeze(partition, from, true);
            long active = (Long) reply.get(0);
            if (active > 0) {
                for (int before = 0; before < partition; before++) {
                    freeze(before, from, false);
                }
                require(claim(claim, from == 1 ? "" : Integer.toString(from)), "another reshard of it has begun");
                require(false, active + " of its jobs are active; wait until they have ended");
            }
            if (active == 0) {
                frozen.add(FrozenPartition.of(new ListedPartition(type, partition, from), (byte[]) reply.get(1)));
            }
        }
        return frozen;
    }

    private List<Object> freeze(int partition, int from, boolean closes) {
        ScriptArguments arguments = ScriptArguments.at(settings.clock()).flag(closes);
        return keys.get(
                link.call(operation, Script.FREEZE, names.partition(type, partition, from), arguments.toArray()));
    }

    private void finish(int from, String claim, Map<Integer, byte[]> nonces) {
        ScriptArguments arguments =
                ScriptArguments.none().add(type).add(claim).add(from).add(to).add(from);
        for (int partition = 0; partition < from; partition++) {
            arguments.add(KeyNames.listing(type, partition, from));
        }
        nonces.forEach((partition, nonce) ->
                arguments.add(KeyNames.listing(type, partition, to)).add(nonce));
        require(flag(Script.RESPREAD, arguments), "another reshard of it has begun");
    }

    /** Deletes the old partitions of a completed move, or of one that was interrupted before their deletion. */
    private void deleteLeftovers() {
        byte[] field = KeyNames.leftovers(type);
        Optional<String> old = keys.listed(field);
        if (old.isPresent()) {
            int count = Integer.parseInt(old.get());
            for (int partition = 0; partition < count; partition++) {
                byte[][] gone = names.partition(type, partition, count);
                keys.get(link.plain(operation, redis -> redis.del(gone)));
                byte[] damaged = KeyNames.listing(type, partition, count);
                keys.get(link.plain(operation, redis -> redis.hdel(names.damage(), damaged)));
            }
            keys.get(link.plain(operation, redis -> redis.hdel(names.types(), field)));
        }
    }
}
